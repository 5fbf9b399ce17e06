import type { ToolCall, Turn } from '@todo/contracts';

/** What the stream of a turn says. `end`: this server leaves. */
export type TurnEvent =
  | { kind: 'turn'; turn: Turn }
  | { kind: 'text'; delta: string; reset?: boolean }
  | { kind: 'call' | 'result'; call: ToolCall }
  | { kind: 'end' };

/** A turn as it stands in the middle of its stream. */
export interface LiveTurn {
  turn: Turn;
  /** Length of the part of the response that a reset leaves as it is. */
  settled: number;
}

/** A turn of which nothing but this is known. */
export const liveTurn = (turn: Turn): LiveTurn => ({ turn, settled: turn.response.length });

const withCall = (calls: readonly ToolCall[], call: ToolCall): ToolCall[] =>
  calls.some(({ id }) => id === call.id)
    ? calls.map((known) => (known.id === call.id ? call : known))
    : [...calls, call];

/** The turn after an event of its stream. */
export const takeEvent = (live: LiveTurn, event: TurnEvent): LiveTurn => {
  const { turn, settled } = live;
  switch (event.kind) {
    case 'turn':
      return liveTurn(event.turn);
    case 'text': {
      const before = event.reset === true ? turn.response.slice(0, settled) : turn.response;
      return { turn: { ...turn, response: before + event.delta }, settled };
    }
    case 'call':
      return liveTurn({ ...turn, tool_calls: withCall(turn.tool_calls, event.call) });
    case 'result':
      return { turn: { ...turn, tool_calls: withCall(turn.tool_calls, event.call) }, settled };
    case 'end':
      return live;
  }
};
