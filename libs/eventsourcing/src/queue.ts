/** Something bounded in this process that fills up: how much is in it, of how much there may be. When it is full, the next is refused. */
export interface Queue {
  readonly name: string;
  readonly held: number;
  readonly limit: number;
}
