import { CLOSING_TIME, type Limit, type RungPolicy } from './clocks.ts';

/** The hall's own settings, frozen into each case at receipt so that a new setting never moves a running case. */
export interface HallPolicy extends RungPolicy {
  /** `HH:MM`, the close of the hall's business. */
  readonly closingTime: string;
  /** Accept, decline or tell what is missing (L32(4)). */
  readonly acceptance: Limit;
  /** The applicant's answer to a one-time notice. */
  readonly supplement: Limit;
  /** Issue and deliver the decision (L44). */
  readonly delivery: Limit;
  /** 行政区划 in case and document numbers. */
  readonly divisionCode: string;
  readonly hallName: string;
}

/** Defaults of section 4 of the law's facts; 440781 is 台山. */
export const DEFAULT_POLICY: HallPolicy = {
  closingTime: CLOSING_TIME,
  acceptance: { n: 5, unit: 'WD' },
  supplement: { n: 60, unit: 'ND' },
  delivery: { n: 10, unit: 'WD' },
  warnDaysBefore: 1,
  redDaysAfter: 2,
  divisionCode: '440781',
  hallName: '台山市人民政府行政服务中心',
};
