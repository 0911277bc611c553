/** A question before something that cannot be undone. Asked rarely. */
import { shallowRef } from "vue";

export interface Question {
  title: string;
  why: string;
  yes: string;
  no: string;
}

export const asked = shallowRef<(Question & { answer: (isSure: boolean) => void }) | null>(null);

export function ask(question: Question): Promise<boolean> {
  return new Promise((resolve) => {
    const answer = (isSure: boolean) => {
      asked.value = null;
      resolve(isSure);
    };
    asked.value = { ...question, answer };
  });
}
