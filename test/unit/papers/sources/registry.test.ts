import { expect, test } from 'vitest';
import { readConfig } from '../../../../src/config/config.ts';
import { openSource, sourceFaults } from '../../../../src/papers/sources/registry.ts';

const faults = (names: string) => sourceFaults(readConfig({ PAPER_SOURCES: names }));

test('opens every known source', () => {
  expect(faults('huggingface, arxiv:cs.CL+cs.LG, arxiv:cs.*:new+cross+replace, sample')).toEqual(
    [],
  );
  expect(faults('biorxiv:, biorxiv:neuroscience+cell-biology, medrxiv:oncology')).toEqual([]);
  expect(
    faults('openreview:ICLR.cc/2026/Conference, rss:https://x.org/a?b=c, atom:http://x.org'),
  ).toEqual([]);
});

test.for([
  'hugginface',
  'arxiv',
  'arxiv:',
  'arxiv:cs.CL:old',
  'arxiv:cs CL',
  'arxiv:cs.C*',
  'huggingface:x',
  'rss:x',
  'rss:https://user:secret@x.org/feed',
  'atom:file:///etc/passwd',
  'jsonfeed:',
  'openreview:',
  'biorxiv:Cell_Biology',
  'constructor',
  'Arxiv:cs.CL',
])('rejects PAPER_SOURCES=%s and lists the known sources', (name) => {
  const config = { ...readConfig({}), sources: [name] };
  expect(sourceFaults(config)).toEqual([
    expect.stringMatching(
      /is not a valid source\. Valid ones look like this: sample, huggingface, arxiv:cs\.CL\+cs\.LG/,
    ),
  ]);
  expect(() => openSource(config, name)).toThrow('not a valid source');
  expect(sourceFaults(config).join()).not.toContain('secret');
});
