/** Hands a file to the browser, which saves it as a download. */
export const saveFile = (content: Blob, name: string): void => {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken it over by the next turn; until it is revoked the content stays in memory.
  setTimeout(() => URL.revokeObjectURL(url));
};
