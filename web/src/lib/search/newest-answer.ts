/** Asks while someone types: after a short silence, and an answer counts only if nothing was typed since. */

export interface NewestAnswer {
  /** Forgets what was asked before. */
  ask(text: string): void;
  cancel(): void;
}

export function newestAnswer<Answer>(
  ask: (text: string) => Promise<Answer>,
  onAnswer: (answer: Answer, text: string) => void,
  silenceMs: number,
): NewestAnswer {
  let newest = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const cancel = () => {
    newest += 1;
    clearTimeout(timer);
  };
  return {
    cancel,
    ask(text) {
      cancel();
      const mine = newest;
      timer = setTimeout(() => {
        void ask(text).then((answer) => {
          if (mine === newest) onAnswer(answer, text);
        });
      }, silenceMs);
    },
  };
}
