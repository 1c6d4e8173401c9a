/** Called with the progress of a long operation. */
export type Progress = (done: number, total: number) => void;
