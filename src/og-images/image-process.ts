import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setPriority } from 'node:os';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { answerParent } from '../lib/idle-process.ts';
import { drawPicture } from './draw.ts';
import { readFont } from './font.ts';
import { picture } from './image.ts';

// A process of its own, which ends when nothing was asked for a while: drawing takes memory and a core, and pages come
// first.
setPriority(10);

const require = createRequire(import.meta.url);

function named(family: string, weight: number, where: string) {
  const file = readFileSync(where);
  return { family, weight, file, ...readFont(file) };
}

const text = named(
  'Source Serif 4',
  400,
  require.resolve('@expo-google-fonts/source-serif-4/400Regular/SourceSerif4_400Regular.ttf'),
);
const strong = named(
  'Source Serif 4',
  600,
  require.resolve('@expo-google-fonts/source-serif-4/600SemiBold/SourceSerif4_600SemiBold.ttf'),
);
const math = named(
  'Noto Sans Math',
  400,
  require.resolve('@expo-google-fonts/noto-sans-math/400Regular/NotoSansMath_400Regular.ttf'),
);
const han = named(
  'ZCOOL XiaoWei',
  400,
  require.resolve('@expo-google-fonts/zcool-xiaowei/400Regular/ZCOOLXiaoWei_400Regular.ttf'),
);

const typeface = { text: [text, math, han], strong: [strong, math, han] };

const icon = readFileSync(new URL('../../templates/web/icon.svg', import.meta.url), 'utf8');

const ready = initWasm(readFileSync(require.resolve('@resvg/resvg-wasm/index_bg.wasm')));

answerParent(picture, async (asked) => {
  await ready;
  const drawing = drawPicture(asked, typeface, icon);
  // Each renderer reads its fonts anew.
  const used = [text, strong, math, han].filter(({ family }) => drawing.includes(`"${family}"`));
  const svg = new Resvg(drawing, {
    font: { fontBuffers: used.map(({ file }) => file), defaultFontFamily: text.family },
  });
  const drawn = svg.render();
  const png = drawn.asPng();
  drawn.free();
  svg.free();
  return png;
});
