import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';

// Draws `favicon.ico` and `apple-touch-icon.png` from `icon.svg`. Run it after a change of that
// file.
const folder = 'templates/web';
const svg = readFileSync(`${folder}/icon.svg`, 'utf8');

function png(source: string, width: number): Buffer {
  return Buffer.from(
    new Resvg(source, { fitTo: { mode: 'width', value: width } }).render().asPng(),
  );
}

/** One directory entry with a PNG, which all browsers since 2007 support. */
function ico(image: Buffer, width: number): Buffer {
  const header = Buffer.alloc(22);
  // Type 1 (icon), one image.
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(1, 4);
  header.writeUInt8(width, 6);
  header.writeUInt8(width, 7);
  // Color planes, bits per pixel, bytes, offset.
  header.writeUInt16LE(1, 10);
  header.writeUInt16LE(32, 12);
  header.writeUInt32LE(image.length, 14);
  header.writeUInt32LE(header.length, 18);
  return Buffer.concat([header, image]);
}

await initWasm(
  readFileSync(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')),
);
writeFileSync(`${folder}/favicon.ico`, ico(png(svg, 32), 32));
// iOS rounds the corners itself and fills transparent ones with black.
writeFileSync(`${folder}/apple-touch-icon.png`, png(svg.replace(/ rx="\d+"/, ''), 180));
