import type { Language } from '../../store/ui.ts'

export const en = {
  title: 'How the scheduler decided',
  chose: 'Chose {{node}}: {{feasible}} of {{nodes}} nodes could take the pod.',
  kept: 'Took {{node}}, which was promised to it.',
  none: 'None of {{nodes}} nodes could take the pod.',
  room: 'None of {{nodes}} nodes could take the pod as they were: room is made on {{node}}.',
  caption: 'Attempt at {{at}}, node by node',
  node: 'Node',
  verdict: 'Verdict',
  others: 'If pods of lower priority left',
  chosen: 'chosen',
  fits: 'fits',
  refused: 'refused',
  score: 'score {{score}}',
  leaving: 'must leave',
  leave: 'would have to leave',
  victim: '{{pod}} (priority {{priority}})',
  budgets: 'against a PodDisruptionBudget: {{count}}',
  ineligible: 'No pod is evicted',
  earlier: 'Earlier attempts: {{count}}',
  shown: 'Nodes shown: {{shown}} of {{nodes}}.',
} as const

type Key = keyof typeof en

export const ko: Readonly<Record<Key, string>> = {
  title: '스케줄러의 판단',
  chose:
    '{{node}} 노드를 골랐습니다. 노드 {{nodes}}개 중 {{feasible}}개가 파드를 받을 수 있었습니다.',
  kept: '미리 맡아 둔 {{node}} 노드에 들어갔습니다.',
  none: '노드 {{nodes}}개 중 파드를 받을 수 있는 곳이 없었습니다.',
  room: '노드 {{nodes}}개 중 그대로 받을 수 있는 곳이 없어 {{node}} 노드에 자리를 냅니다.',
  caption: '{{at}}의 시도, 노드별 판정',
  node: '노드',
  verdict: '판정',
  others: '우선순위가 낮은 파드를 내보낸다면',
  chosen: '선택',
  fits: '가능',
  refused: '불가',
  score: '{{score}}점',
  leaving: '내보냄',
  leave: '내보내야 함',
  victim: '{{pod}} (우선순위 {{priority}})',
  budgets: '파드디스럽션버짓을 어기는 파드: {{count}}개',
  ineligible: '다른 파드를 내보내지 않습니다',
  earlier: '앞선 시도 {{count}}번',
  shown: '노드 {{nodes}}개 중 {{shown}}개를 보여 줍니다.',
}

export type DecisionText = (key: Key, values?: Readonly<Record<string, string | number>>) => string

/** These come with the table they stand in, so that the first load does without them. */
export function decisionText(language: Language): DecisionText {
  const texts = language === 'ko' ? ko : en
  return (key, values = {}) =>
    Object.entries(values).reduce<string>(
      (text, [name, value]) => text.replaceAll(`{{${name}}}`, String(value)),
      texts[key],
    )
}
