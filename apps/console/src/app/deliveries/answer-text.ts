import { Component, computed, input } from '@angular/core';
import { Icon } from '../ui/icon';
import { ANSWERS, NOT_KNOWN, restOf } from '../words/answers';

/** "Yes. Delivered 09:02." with its mark. */
@Component({
  selector: 'beckon-answer',
  imports: [Icon],
  template: `<span class="bk-answer"
    ><span class="mark" [style.color]="colour()"><beckon-icon [name]="words().icon" /></span
    ><span
      ><strong [style.color]="colour()">{{ words().word }}</strong> {{ rest() }}</span
    ></span
  >`,
})
export class AnswerText {
  /** `yes`, `probably`, `not_yet`, `not_known` or `no`. */
  readonly answer = input.required<string>();
  readonly sentence = input.required<string>();
  protected readonly words = computed(() => ANSWERS[this.answer()] ?? NOT_KNOWN);
  protected readonly rest = computed(() => restOf(this.sentence()));
  protected readonly colour = computed(() => `var(--bk-${this.words().tone})`);
}
