/** A priority queue of numbers, smallest priority first (binary heap; Williams 1964). */
export class MinHeap {
  private readonly values: number[] = [];
  private readonly priorities: number[] = [];

  push(value: number, priority: number): void {
    const { values, priorities } = this;
    let i = values.length;
    values.push(value);
    priorities.push(priority);
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (priorities[parent] <= priority) break;
      values[i] = values[parent];
      priorities[i] = priorities[parent];
      i = parent;
    }
    values[i] = value;
    priorities[i] = priority;
  }

  /** Null when it is empty. */
  pop(): number | null {
    const { values, priorities } = this;
    const [first] = values;
    const value = values.pop();
    const priority = priorities.pop();
    if (value === undefined || priority === undefined) return null;
    if (values.length === 0) return value;
    this.sink(value, priority);
    return first;
  }

  private sink(value: number, priority: number): void {
    const { values, priorities } = this;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= values.length) break;
      if (child + 1 < values.length && priorities[child + 1] < priorities[child]) child++;
      if (priorities[child] >= priority) break;
      values[i] = values[child];
      priorities[i] = priorities[child];
      i = child;
    }
    values[i] = value;
    priorities[i] = priority;
  }
}
