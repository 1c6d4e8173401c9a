import { z } from 'zod';
import { oneLine } from '../../lib/text/one-line.ts';

/** A subject that an operator writes. If it is blank, the subject is made of the titles. */
export const writtenSubject = z.string().max(200, 'at most 200 characters').transform(oneLine);
