import { type Language, useUi } from '../../store/ui.ts'
import { fill, type Values } from '../../ui/kit/holes.ts'

/** What the cards of storage and configuration say once they know more than the first picture. */
const en = {
  owns: 'asks {{asked}} · owns {{owned}}',
  ownsTitle: 'asks {{asked}} and owns all of {{owned}} · {{modes}}',
  grows: '{{owned}} → {{asked}} · growing',
  used: '{{used}} of {{size}} used · {{modes}} · {{policy}}',
  wait: '{{why}} · {{asked}}',
  'wait.volume': 'no volume fits',
  'wait.consumer': 'waits for a pod that uses it',
  'wait.machine': 'waits for a node for {{name}}',
  'wait.provisioner': 'waits for {{name}}',
  'wait.class': 'no class “{{name}}”',
  'wait.named': 'waits for volume {{name}}',
  'wait.binder': '{{name}} fits: binding next',
  refused: 'refused: {{list}}',
  refusedMany: '{{why}} ×{{count}}',
  room: '{{size}}, {{used}} used',
  files: '{{count}} files',
  file: '1 file',
  noFiles: 'empty',
  'place.nfs': 'NFS server {{place}}',
  'place.other': 'Storage {{place}}',
  'act.stop': 'Take the server down',
  'act.start': 'Start the server',
  'act.unexport': 'Lose the export',
  'act.export': 'Export it',
  close: 'Close',
  'server.up': 'up',
  'server.lost': 'export lost',
  'server.down': 'down',
  'server.none': 'no server',
  stale: '{{count}} old',
  staleTitle: '{{count}} of {{all}} uses still have the old content',
  fresh: '{{count}} in use',
  'drop.reserve': 'reserves it for this claim',
  'drop.mount': 'mounts it: new pods will have it',
  'drop.file': 'puts the file in here',
  'put.title': 'Put {{file}} into {{what}}',
  'put.adds': '{{size}}B under a new key.',
  'put.replaces': '{{size}}B in place of what key {{key}} says now.',
  'put.yes': 'Put it in',
  'tip.path': 'at {{path}}',
  'tip.unmounted': 'no container mounts it',
  'tip.broken': 'not mounted: {{why}}',
  'tip.served': 'mounted, but its server fails: {{why}}',
  'tip.label': 'Volumes of {{pod}}',
} as const

export type StorageKey = keyof typeof en

const ko: Readonly<Record<StorageKey, string>> = {
  owns: '요청 {{asked}} · 차지 {{owned}}',
  ownsTitle: '{{asked}}만 요청했지만 {{owned}} 전부 차지 · {{modes}}',
  grows: '{{owned}} → {{asked}} · 늘리는 중',
  used: '{{size}} 중 {{used}} 사용 · {{modes}} · {{policy}}',
  wait: '{{why}} · {{asked}}',
  'wait.volume': '맞는 볼륨이 없음',
  'wait.consumer': '쓸 파드를 기다림',
  'wait.machine': '{{name}}의 노드를 기다림',
  'wait.provisioner': '{{name}} 대기 중',
  'wait.class': '클래스 ‘{{name}}’ 없음',
  'wait.named': '볼륨 {{name}} 대기 중',
  'wait.binder': '{{name}} 맞음, 곧 묶임',
  refused: '거절: {{list}}',
  refusedMany: '{{why}} ×{{count}}',
  room: '{{size}} 중 {{used}} 사용',
  files: '파일 {{count}}개',
  file: '파일 1개',
  noFiles: '비어 있음',
  'place.nfs': 'NFS 서버 {{place}}',
  'place.other': '저장소 {{place}}',
  'act.stop': '서버 끄기',
  'act.start': '서버 켜기',
  'act.unexport': 'export 없애기',
  'act.export': 'export 하기',
  close: '닫기',
  'server.up': '정상',
  'server.lost': 'export 없음',
  'server.down': '꺼짐',
  'server.none': '서버 없음',
  stale: '옛 내용 {{count}}',
  staleTitle: '쓰는 곳 {{all}}곳 중 {{count}}곳이 아직 옛 내용이에요',
  fresh: '쓰는 곳 {{count}}',
  'drop.reserve': '이 클레임에 예약',
  'drop.mount': '마운트: 새 파드부터 보임',
  'drop.file': '여기에 파일 넣기',
  'put.title': '{{what}}에 {{file}} 넣기',
  'put.adds': '새 키에 {{size}}B를 넣어요.',
  'put.replaces': '키 {{key}}의 지금 내용을 {{size}}B로 바꿔요.',
  'put.yes': '넣기',
  'tip.path': '경로 {{path}}',
  'tip.unmounted': '마운트한 컨테이너 없음',
  'tip.broken': '마운트 안 됨: {{why}}',
  'tip.served': '마운트했지만 서버가 답하지 않음: {{why}}',
  'tip.label': '{{pod}}의 볼륨',
}

export const STORAGE_TEXTS: Readonly<Record<Language, Readonly<Record<StorageKey, string>>>> = {
  en,
  ko,
}

export type StorageText = (key: StorageKey, values?: Values) => string

const TEXTS: Readonly<Record<Language, StorageText>> = {
  en: (key, values) => fill(en[key], values),
  ko: (key, values) => fill(ko[key], values),
}

export function useStorageText(): StorageText {
  return TEXTS[useUi((state) => state.language)]
}
