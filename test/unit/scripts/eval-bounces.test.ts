import { expect, test } from 'vitest';
import { readLabelled } from '../../../scripts/bounces/labelled.ts';
import { scoreMails, scoreReplies, type Share } from '../../../scripts/bounces/score.ts';

// Labelled bounces are not part of the repository. Without their folder there is nothing to score.
const labelled = readLabelled('../shared/data/bounces');

const ratio = ({ part, whole }: Share) => part / whole;

test.skipIf(labelled === undefined)(
  'labelled bounces and replies are classified as labelled',
  async () => {
    const { mails = [], replies = [] } = labelled ?? {};
    const scores = await scoreMails(mails);
    const least = { hardRecall: 0.95, unknownAndMoved: 0.97, complaints: 1, autoReplies: 1 };
    for (const [name, minimum] of Object.entries(least)) {
      const score = scores[name] ?? { part: 0, whole: 1, against: [] };
      expect([name, score.against, ratio(score) >= minimum]).toEqual([name, score.against, true]);
    }
    expect(scores['othersHardByUs']?.against).toEqual([]);
    const undisputed = scores['othersHardUndisputed'] ?? { part: 1, whole: 1, against: [] };
    expect([undisputed.against, ratio(undisputed) <= 0.03]).toEqual([undisputed.against, true]);
    const score = scoreReplies(replies);
    expect([score.against, ratio(score) >= 0.97]).toEqual([score.against, true]);
  },
);
