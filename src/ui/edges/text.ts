import type { Language } from '../../store/ui.ts'

const en = {
  by: 'written by {{who}}',
  unknown: 'written before the journal begins',
  lost: 'not there',
  goTo: 'Go to {{name}}',
  go: 'Go there',
  close: 'Close',
  score:
    'The scheduler chose {{node}}: {{feasible}} of {{nodes}} nodes could take the pod, score {{score}}.',
  only: 'The scheduler chose {{node}}: it was the only one of {{nodes}} nodes that could take the pod.',
  related: 'Related',
  names: 'names',
  namedBy: 'named by',
  missing: 'missing',
  optional: 'missing, but optional',
  rest: 'and {{count}} more',
  none: 'Nothing names this object, and it names nothing.',
  explain: 'Explain {{name}}: {{other}}',
} as const

type Key = keyof typeof en

const ko: Readonly<Record<Key, string>> = {
  by: '쓴 곳: {{who}}',
  unknown: '기록이 시작되기 전에 쓴 값',
  lost: '없음',
  goTo: '{{name}} 보기',
  go: '보러 가기',
  close: '닫기',
  score:
    '스케줄러가 {{node}}를 골랐어요. 노드 {{nodes}}개 중 {{feasible}}개가 가능했고 점수는 {{score}}점입니다.',
  only: '스케줄러가 {{node}}를 골랐어요. 노드 {{nodes}}개 중 가능한 곳이 하나뿐이었습니다.',
  related: '관련 오브젝트',
  names: '가리키는 것',
  namedBy: '가리켜지는 곳',
  missing: '없음',
  optional: '없지만 선택 사항',
  rest: '외 {{count}}개',
  none: '이 오브젝트와 서로 가리키는 것이 없어요.',
  explain: '{{name}} 설명: {{other}}',
}

export type EdgeText = (key: Key, values?: Readonly<Record<string, string | number>>) => string

/** These come with the card they stand on, so that the first load does without them. */
export function edgeText(language: Language): EdgeText {
  const texts = language === 'ko' ? ko : en
  return (key, values = {}) =>
    Object.entries(values).reduce<string>(
      (text, [name, value]) => text.replaceAll(`{{${name}}}`, String(value)),
      texts[key],
    )
}
