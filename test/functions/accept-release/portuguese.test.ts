import { describe, expect, it } from 'vitest';
import { detectLanguage } from '../../../functions/accept-release/fields/detect-language.ts';
import { written } from '../../../templates/samples/sample-texts.ts';
import { read } from './newsroom.ts';

/** Portuguese is the language that was added last: what is true of it here is true of the next one. */

const title = 'Fórum regional sobre mulheres na manutenção da paz reúne vinte países';
const body =
  'O ministério e os seus parceiros abriram um fórum regional sobre o papel das mulheres nas operações de manutenção da paz, com mais de cem participantes de vinte países. Os delegados concordaram num plano de ação para os próximos cinco anos, disse o ministro.';
const release = (embargo: string) => `${embargo}\n\n# ${title}\n\n${body}\n`;

// 09:00 on 12 June 2025, a Thursday, in Ha Noi.
const nine = '2025-06-12T02:00:00Z';

describe('an embargo in Portuguese', () => {
  it.each([
    ['EMBARGADO ATÉ 12 DE JUNHO DE 2025, 9H', nine],
    ['Sob embargo até quinta-feira, 12 de junho de 2025, às 9 horas', nine],
    ['Não publicar antes das 9h00 do dia 12 de junho de 2025', nine],
    ['Não divulgar antes de 12 de junho de 2025, às 9 horas da manhã', nine],
    ['Divulgação autorizada a partir das 9h de 12 de junho de 2025', nine],
    ['Uso liberado só depois das 9h de 12 de junho de 2025', nine],
    ['Veiculação permitida somente após 12/06/2025 às 9h', nine],
    ['COMUNICADO DE IMPRENSA – EMBARGO ATÉ 12.06.2025 – 9H00', nine],
    ['Para divulgação: 12 de junho de 2025, 9h', nine],
    ['EMBARGO ATÉ 1º DE JULHO DE 2025, 0H01', '2025-06-30T17:01:00Z'],
    ['Sob embargo até as 3 horas da tarde de 12 de junho de 2025', '2025-06-12T08:00:00Z'],
    ['Sob embargo até as 3 horas da madrugada de 12 de junho de 2025', '2025-06-11T20:00:00Z'],
    ['Sob embargo até o meio-dia de 12 de junho de 2025', '2025-06-12T05:00:00Z'],
    ['Sob embargo até 12 de junho de 2025, 9h, horário de Brasília', '2025-06-12T12:00:00Z'],
    ['Sob embargo até 12 de junho de 2025, 9h30 (hora de Lisboa)', '2025-06-12T08:30:00Z'],
  ])('“%s” is read to its instant', async (embargo, instant) => {
    expect(await read('a.md', release(embargo))).toMatchObject({
      status: 'accepted',
      embargo: instant,
      language: 'pt',
      title,
    });
  });

  it.each([
    'SOB EMBARGO',
    'Não publicar',
    'Proibida a divulgação até segunda ordem',
    'Embargo até 12 de junho de 2025',
    'Sob embargo até amanhã, às 9h',
    'Sob embargo até 12 de junho de 2025 às 9 horas, a confirmar',
    'Sob embargo até 12 de junho ou 13 de junho de 2025, 9h',
    'Sob embargo até meio-dia e meia de 12 de junho de 2025',
    'Sob embargo até meia-noite de 12 de junho de 2025',
    'Sob embargo até 12 de junho de 2025, 9h (horário de Xanadu)',
  ])('“%s” is no exact instant and holds the release', async (embargo) => {
    expect(await read('a.md', release(embargo))).toMatchObject({ status: 'held', embargo: null });
  });

  it.each([
    'Para divulgação imediata',
    'Embargo: não',
    'Sem embargo, o ministro disse que volta na próxima semana.',
    'O embargo comercial contra a ilha continua em vigor.',
  ])('“%s” is none', async (line) => {
    expect(await read('a.md', release(line))).toMatchObject({ status: 'accepted', embargo: null });
  });
});

it('the clock of a place in Spanish is that place’s, called hora or horario', async () => {
  const spanish = written.es.body.flatMap((block) =>
    block.type === 'paragraph' ? [block.inlines.map((one) => ('text' in one ? one.text : '')).join('')] : [],
  );
  const text = (line: string) => `${line}\n\n# ${written.es.title}\n\n${spanish.join('\n\n')}\n`;
  for (const clock of ['hora de Madrid', 'horario de Madrid'])
    expect(
      await read('a.md', text(`Embargo hasta el 12 de junio de 2025 a las 9:00, ${clock}`)),
    ).toMatchObject({ embargo: '2025-06-12T07:00:00Z' });
});

it('a whole release in Portuguese is taken apart: label, dateline, contact, notes and boilerplate', async () => {
  const report = await read(
    'forum.md',
    `COMUNICADO DE IMPRENSA\n\n# ${title}\n\nBRASÍLIA, 12 de junho de 2025 – ${body}\n\nFIM\n\nContato para a imprensa:\nInês Conceição\nTelefone: +55 61 3038 9000\nE-mail: ines@example.org\n\nNotas aos editores\n\nOs números são de abril.\n\nSobre o fórum\n\nO fórum reúne-se todos os anos.\n`,
  );
  expect(report).toMatchObject({ status: 'accepted', language: 'pt', title });
  const [text] = report.content?.texts ?? [];
  expect(text).toMatchObject({
    dateline: { place: 'BRASÍLIA', date: '2025-06-12' },
    contacts: [{ name: 'Inês Conceição', email: 'ines@example.org', phone: '+55 61 3038 9000' }],
  });
  expect(text?.body).toHaveLength(1);
  expect(JSON.stringify(text?.notesToEditors)).toContain('Os números são de abril.');
  expect(JSON.stringify(text?.boilerplate)).toContain('O fórum reúne-se todos os anos.');
});

it('each language of the newsroom is told from every other by its own words', () => {
  for (const [language, { body: blocks }] of Object.entries(written)) {
    const prose = blocks
      .flatMap((block) => (block.type === 'paragraph' ? block.inlines : []))
      .map((inline) => ('text' in inline ? inline.text : ''))
      .join('');
    expect([language, detectLanguage(prose)]).toEqual([
      language,
      expect.objectContaining({ language, sure: true }),
    ]);
  }
});
