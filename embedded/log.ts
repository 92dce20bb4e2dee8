/** Where the embedded servers report their steps: one short human line a call. Nothing personal ever goes through it. */
export type Log = (line: string) => void;
