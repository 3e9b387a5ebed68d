import { expect, it } from 'vitest';
import { cardSchema } from '../../../../functions/_shared/domain/contact.ts';
import { auditedChange } from '../../../../functions/_shared/domain/contact-change.ts';
import { cardOf } from '../../../people.ts';

it('a card from before the telephone field existed is read, without a number', () => {
  const { phone: _, ...old } = cardOf('ann@x.example.org', { name: 'Ann' });
  expect(cardSchema.parse(old)).toMatchObject({ name: 'Ann', phone: null });
});

it('the trail says that a telephone number changed, and not to which, because the trail cannot be edited', () => {
  const before = cardOf('ann@x.example.org', { phone: '+1 2' });
  const { after } = auditedChange(before, { ...before, phone: '+3 4' });
  expect(after).toEqual({ phone: '(changed)' });
});
