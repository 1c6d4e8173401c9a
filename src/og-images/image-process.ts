import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setPriority } from 'node:os';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { handleRequests } from '../lib/idle-process.ts';
import { drawImage } from './draw.ts';
import { readFont } from './font.ts';
import { imageContent } from './image.ts';

// Drawing takes memory and a CPU core, so this process has a lower priority than the web server and
// ends when idle.
setPriority(10);

const require = createRequire(import.meta.url);

function loadFont(family: string, weight: number, path: string) {
  const file = readFileSync(path);
  return { family, weight, file, ...readFont(file) };
}

const regular = loadFont(
  'Source Serif 4',
  400,
  require.resolve('@expo-google-fonts/source-serif-4/400Regular/SourceSerif4_400Regular.ttf'),
);
const bold = loadFont(
  'Source Serif 4',
  600,
  require.resolve('@expo-google-fonts/source-serif-4/600SemiBold/SourceSerif4_600SemiBold.ttf'),
);
const math = loadFont(
  'Noto Sans Math',
  400,
  require.resolve('@expo-google-fonts/noto-sans-math/400Regular/NotoSansMath_400Regular.ttf'),
);
const han = loadFont(
  'ZCOOL XiaoWei',
  400,
  require.resolve('@expo-google-fonts/zcool-xiaowei/400Regular/ZCOOLXiaoWei_400Regular.ttf'),
);

const fonts = { regular: [regular, math, han], bold: [bold, math, han] };

const icon = readFileSync(new URL('../../templates/web/icon.svg', import.meta.url), 'utf8');

const ready = initWasm(readFileSync(require.resolve('@resvg/resvg-wasm/index_bg.wasm')));

handleRequests(imageContent, async (content) => {
  await ready;
  const drawing = drawImage(content, fonts, icon);
  // Each renderer parses its fonts: pass only those that the drawing uses.
  const used = [regular, bold, math, han].filter(({ family }) => drawing.includes(`"${family}"`));
  const svg = new Resvg(drawing, {
    font: { fontBuffers: used.map(({ file }) => file), defaultFontFamily: regular.family },
  });
  const image = svg.render();
  const png = image.asPng();
  image.free();
  svg.free();
  return png;
});
