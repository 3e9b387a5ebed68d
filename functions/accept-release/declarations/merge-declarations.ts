import type { Problem } from '../../_shared/domain/report.ts';
import { problem } from '../problems.ts';
import type { Declaration } from './declaration.ts';
import { type Declared, type DeclaredField, fieldNamed } from './declared-schema.ts';

/** What all declarations for one text say together. */
export interface Merged {
  values: Declared;
  /** For each declared field, where it is written. */
  origin: Partial<Record<DeclaredField, { source: string; line: number | null }>>;
  /** Fields of which two declarations say different things. */
  contradicted: Set<DeclaredField>;
  problems: Problem[];
}

/** The first declaration wins; two that differ are a contradiction. */
export function mergeDeclarations(declarations: readonly Declaration[]): Merged {
  const merged: Merged = { values: {}, origin: {}, contradicted: new Set(), problems: [] };
  for (const declaration of declarations)
    for (const [name, value] of Object.entries(declaration.values)) {
      if (value === null || value === undefined) continue;
      const field = fieldNamed(name);
      if (field === null) continue;
      const before = merged.values[field];
      if (before === undefined) {
        Object.assign(merged.values, { [field]: value });
        merged.origin[field] = { source: declaration.from, line: declaration.lines.get(field) ?? null };
      } else if (JSON.stringify(before) !== JSON.stringify(value)) {
        merged.contradicted.add(field);
        merged.problems.push(
          problem(
            field === 'embargo' ? 'embargo-contradiction' : 'field-contradiction',
            `“${field}” is ${show(before)} in the ${merged.origin[field]?.source}, but ${show(value)} in the ${declaration.from}.`,
            { field },
          ),
        );
      }
    }
  return merged;
}
const show = (value: unknown) =>
  `“${(typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 120)}”`;
