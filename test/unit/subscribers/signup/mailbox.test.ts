import { expect, test } from 'vitest';
import { mailboxOf } from '../../../../src/subscribers/signup/mailbox.ts';

test.for([
  ['a.d.a+papers@gmail.com', 'ada@gmail.com'],
  ['ada@googlemail.com', 'ada@gmail.com'],
  ['ada+1+2@outlook.com', 'ada@outlook.com'],
  ['a.da@hotmail.com', 'a.da@hotmail.com'],
  ['ada@hotmail.com', 'ada@hotmail.com'],
  ['ada+x@fastmail.com', 'ada@fastmail.com'],
  ['ada+x@me.com', 'ada@icloud.com'],
  ['a-d.a_+x@pm.me', 'ada@proton.me'],
  ['a.d.a+papers@example.org', 'a.d.a+papers@example.org'],
])('%s is the mailbox %s', ([address = '', mailbox]) => {
  expect(mailboxOf(address)).toBe(mailbox);
});
