/** Texts of the drawn layer: what is seen of a cluster from afar. */
export const layerEn = {
  'layer.label': 'Pods and nodes from afar',
  'layer.keys':
    'Arrow keys move, Page Down goes into a node, Page Up out of it, B goes to the next broken pod, Enter selects.',
  'layer.nodes': '{{count}} nodes',
  'layer.pods': '{{count}} pods',
  'layer.broken': '{{count}} broken',
  'layer.tally': 'Pods by state',
  'tone.ok': 'ready',
  'tone.work': 'starting',
  'tone.wait': 'pending',
  'tone.bad': 'broken',
  'tone.gone': 'terminating',
  'tone.done': 'completed',
} as const

export const layerKo: Readonly<Record<keyof typeof layerEn, string>> = {
  'layer.label': '멀리서 본 파드와 노드',
  'layer.keys':
    '화살표로 옮기고, Page Down으로 노드 안에 들어가고, Page Up으로 나와요. B는 다음 고장 난 파드, Enter는 선택이에요.',
  'layer.nodes': '노드 {{count}}개',
  'layer.pods': '파드 {{count}}개',
  'layer.broken': '고장 {{count}}개',
  'layer.tally': '상태별 파드 수',
  'tone.ok': '준비됨',
  'tone.work': '시작 중',
  'tone.wait': '대기',
  'tone.bad': '고장',
  'tone.gone': '종료 중',
  'tone.done': '완료',
}
