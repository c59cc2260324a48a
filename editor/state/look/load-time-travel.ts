/** Loads the ways through time with the first of them that is taken. */
import { laterPart } from './later-part.ts';

/** They themselves. */
export const TIME_TRAVEL = laterPart('what goes through time', () => import('./time-travel.ts'));
