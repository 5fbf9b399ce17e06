// Draws the icons that phones want as PNG from src/app/icon.svg, with Chromium. Run it when that picture changes.
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const chromium = process.env.CHROMIUM_PATH ?? 'chromium';

const round = await readFile(path('../src/app/icon.svg'), 'utf8');
/** A system cuts its own shape out of these: colour up to the edge, the tick within the safe zone of 80 %. */
const bleeding = round.replace('viewBox="0 0 32 32"', 'viewBox="3 3 26 26"').replace('r="15"', 'r="40"');

const folder = await mkdtemp(join(tmpdir(), 'icons-'));
const small = join(folder, 'small.png');
const ICONS = [
  { file: small, picture: round, size: 32 },
  { file: path('../public/icon-192.png'), picture: round, size: 192 },
  { file: path('../public/icon-512.png'), picture: round, size: 512 },
  { file: path('../public/icon-maskable-512.png'), picture: bleeding, size: 512 },
  { file: path('../src/app/apple-icon.png'), picture: bleeding, size: 180 },
];

for (const { file, picture, size } of ICONS) {
  const page = join(folder, 'icon.html');
  const svg = picture.replace('<svg ', `<svg width="${size}" height="${size}" `);
  await writeFile(page, `<!doctype html><body style="margin:0;line-height:0">${svg}`);
  execFileSync(
    chromium,
    [
      '--headless',
      '--no-sandbox',
      '--hide-scrollbars',
      '--force-device-scale-factor=1',
      '--default-background-color=00000000',
      `--window-size=${size},${size}`,
      `--screenshot=${file}`,
      `file://${page}`,
    ],
    { stdio: 'ignore' },
  );
}

// Some browsers ask for favicon.ico whatever a page says: an ICO of one picture is a PNG behind 22 bytes.
const png = await readFile(small);
const header = Buffer.from([0, 0, 1, 0, 1, 0, 32, 32, 0, 0, 1, 0, 32, 0, 0, 0, 0, 0, 22, 0, 0, 0]);
header.writeUInt32LE(png.length, 14);
await writeFile(path('../public/favicon.ico'), Buffer.concat([header, png]));
await rm(folder, { recursive: true });
