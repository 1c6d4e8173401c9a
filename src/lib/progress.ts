/** Told how much of something long is done. */
export type Progress = (done: number, total: number) => void;
