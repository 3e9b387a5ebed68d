import type { EditionProgress } from '../domain/progress.ts';

/** `295 a second, about 2 minutes left`. Null if nothing is being sent. */
export function rateWords({ perSecond, secondsLeft, missing, later }: EditionProgress): string | null {
  if (perSecond === null || missing === 0) return null;
  const after = later > 0 ? `; ${later.toLocaleString('en')} are due later` : '';
  const rate = `${perSecond >= 10 ? Math.round(perSecond).toLocaleString('en') : perSecond.toFixed(1)} a second`;
  const left = secondsLeft === null ? '' : `, about ${durationWords(secondsLeft)} left`;
  return `${rate}${left}${after}`;
}

function durationWords(seconds: number): string {
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} minutes`;
  return `${Math.round(minutes / 60)} hours`;
}
