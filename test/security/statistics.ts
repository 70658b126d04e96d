/** What was measured of one class. */
export interface Sample {
  readonly mean: number;
  readonly variance: number;
  readonly count: number;
}

/** The mean of what lies below a limit. What lies above tells of the machine: garbage collection, other processes. */
export function summarise(values: Float64Array, limit: number): Sample {
  let count = 0;
  let mean = 0;
  let squares = 0;
  for (const value of values) {
    if (value <= limit) {
      count++;
      const difference = value - mean;
      mean += difference / count;
      squares += difference * (value - mean);
    }
  }
  return { mean, variance: squares / (count - 1), count };
}

/** The value below which a share of all values lies. */
export function quantile(values: Float64Array, share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.floor(share * (sorted.length - 1))] as number;
}

/** The mean of the middle fifth: a median that is finer than the clock. */
export function middle(values: Float64Array): number {
  const sorted = Float64Array.from(values).sort();
  const fifth = sorted.subarray(sorted.length * 0.4, sorted.length * 0.6);
  return fifth.reduce((sum, value) => sum + value, 0) / fifth.length;
}

/** Welch's t: how many standard errors two means lie apart. */
export const welch = (a: Sample, b: Sample): number =>
  (a.mean - b.mean) / Math.sqrt(a.variance / a.count + b.variance / b.count);
