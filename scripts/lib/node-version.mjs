/** What package.json's `engines` says. */
const oldest = { major: 20, minor: 19 };

/** Ends the process with a clear message unless this Node is new enough; itself runs on old ones. */
export function refuseOldNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > oldest.major || (major === oldest.major && minor >= oldest.minor)) return;
  console.error(
    `todo needs Node.js ${oldest.major}.${oldest.minor} or newer; this is ${process.versions.node}.`,
  );
  process.exit(1);
}
