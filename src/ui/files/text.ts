import type { Language } from '../../store/ui.ts'
import { fill, type Values } from '../kit/holes.ts'

export const en = {
  asked: 'asked for',
  granted: 'owned',
  used: 'used',
  chain: 'How much',
  notWall:
    'Neither number is a wall: the file system behind it is {{size}}, and that is what programs can fill.',
  files: 'Files',
  noVolume: 'Not bound to a volume yet: there is nothing to open.',
  noPlace: 'Where its bytes are is not known.',
  waits: 'Volumes compared',
  won: 'has it',
  smallest: 'gets it next',
  fits: 'fits',
  refused: 'refused',
  noVolumes: 'There is no volume to compare.',
  'why.smallest': 'the smallest that fits',
  'why.larger': 'a smaller one fits too',
  'why.tooSmall': 'too small',
  'why.class': 'of another class',
  'why.mode': 'other volume mode',
  'why.access': 'other access modes',
  'why.taken': 'bound to another claim',
  'why.leaving': 'is being deleted',
  'why.selector': 'the selector does not match',
  'why.consumer': 'waits for a pod that uses the claim',
  layer: 'Container {{name}}',
  layerHint: 'What it writes where nothing is mounted is gone when it starts anew.',
  volume: 'Volume {{name}}',
  mounts: 'mounted at {{path}}',
  readOnly: 'read only',
  subPath: 'only {{path}} of it',
  unmounted: 'no container mounts it',
  broken: 'Not mounted: {{why}}',
  notStarted: 'It has not started yet.',
  usedOf: '{{used}} used of {{size}}',
  keys: 'Keys',
  noKeys: 'No keys.',
  hidden: 'hidden',
  show: 'Show the value of {{key}}',
  hide: 'Hide the value of {{key}}',
  showShort: 'Show',
  hideShort: 'Hide',
  encoded: 'A Secret is encoded, not encrypted: whoever may read it, reads this.',
  binary: 'binary, {{size}}',
  immutable: 'Immutable: it can only be deleted and made anew.',
  uses: 'Who uses it',
  noUses: 'No running container uses it.',
  'how.env': 'variable {{name}}',
  'how.envFrom': 'all keys as variables',
  'how.args': 'argument {{name}}',
  'how.volume': 'files at {{path}}',
  'how.subPath': 'one file at {{path}} by subPath',
  'how.watch': 'reads it from the API',
  current: 'shows the present content',
  nothing: 'has not taken it over yet',
  'stale.kubelet': 'old content, new in {{seconds}} s at the kubelet’s next look',
  'stale.kubeletStart': 'old content until the kubelet runs again',
  'stale.restart': 'old content until the container starts anew',
  'stale.subPath': 'old content for good: subPath is never refreshed, only a new pod',
  'stale.reload': 'the file is new, but the program has read the old one',
  'stale.nothing': 'old content',
} as const

type Key = keyof typeof en

export const ko: Readonly<Record<Key, string>> = {
  asked: '요청',
  granted: '차지',
  used: '사용',
  chain: '크기',
  notWall:
    '두 숫자 모두 벽이 아니에요. 뒤에 있는 파일 시스템은 {{size}}이고, 프로그램은 거기까지 채울 수 있어요.',
  files: '파일',
  noVolume: '아직 묶인 볼륨이 없어서 열어 볼 것이 없어요.',
  noPlace: '바이트가 어디에 있는지 알 수 없어요.',
  waits: '비교한 볼륨',
  won: '차지함',
  smallest: '곧 차지함',
  fits: '맞음',
  refused: '거절',
  noVolumes: '비교할 볼륨이 없어요.',
  'why.smallest': '맞는 것 중 가장 작음',
  'why.larger': '더 작은 것도 맞음',
  'why.tooSmall': '용량이 모자람',
  'why.class': '클래스가 다름',
  'why.mode': '볼륨 모드가 다름',
  'why.access': '접근 모드가 다름',
  'why.taken': '다른 클레임에 묶임',
  'why.leaving': '지워지는 중',
  'why.selector': '셀렉터와 맞지 않음',
  'why.consumer': '이 클레임을 쓸 파드를 기다림',
  layer: '컨테이너 {{name}}',
  layerHint: '마운트하지 않은 곳에 쓴 것은 컨테이너가 다시 시작하면 사라져요.',
  volume: '볼륨 {{name}}',
  mounts: '{{path}}에 마운트',
  readOnly: '읽기 전용',
  subPath: '그중 {{path}}만',
  unmounted: '마운트한 컨테이너 없음',
  broken: '마운트하지 못함: {{why}}',
  notStarted: '아직 시작하지 않았어요.',
  usedOf: '{{size}} 중 {{used}} 사용',
  keys: '키',
  noKeys: '키가 없어요.',
  hidden: '숨김',
  show: '{{key}} 값 보기',
  hide: '{{key}} 값 숨기기',
  showShort: '보기',
  hideShort: '숨기기',
  encoded: '시크릿은 암호화가 아니라 인코딩이에요. 읽을 권한이 있으면 이대로 보입니다.',
  binary: '바이너리, {{size}}',
  immutable: '변경할 수 없음(immutable): 지우고 새로 만드는 길뿐이에요.',
  uses: '쓰는 곳',
  noUses: '실행 중인 컨테이너 중 쓰는 곳이 없어요.',
  'how.env': '환경 변수 {{name}}',
  'how.envFrom': '모든 키를 환경 변수로',
  'how.args': '인자 {{name}}',
  'how.volume': '{{path}}의 파일',
  'how.subPath': 'subPath로 {{path}} 파일 하나',
  'how.watch': 'API에서 직접 읽음',
  current: '지금 내용을 보여 줌',
  nothing: '아직 가져가지 않음',
  'stale.kubelet': '옛 내용, kubelet이 {{seconds}}초 뒤 새로 씀',
  'stale.kubeletStart': 'kubelet이 다시 돌 때까지 옛 내용',
  'stale.restart': '컨테이너가 다시 시작할 때까지 옛 내용',
  'stale.subPath': '끝까지 옛 내용: subPath는 갱신되지 않아 새 파드가 필요함',
  'stale.reload': '파일은 새것이지만 프로그램은 옛것을 읽어 둠',
  'stale.nothing': '옛 내용',
}

export type FilesText = (key: Key, values?: Values) => string

const TEXTS: Readonly<Record<Language, FilesText>> = {
  en: (key, values) => fill(en[key], values),
  ko: (key, values) => fill(ko[key], values),
}

/** The binder's words for a volume, by what they begin with. */
const BINDER: readonly (readonly [start: string, key: Key])[] = [
  ['the smallest volume', 'why.smallest'],
  ['a smaller volume', 'why.larger'],
  ['requested PV is too small', 'why.tooSmall'],
  ['storageClassName', 'why.class'],
  ['incompatible volumeMode', 'why.mode'],
  ['incompatible accessMode', 'why.access'],
  ['already bound', 'why.taken'],
  ['is being deleted', 'why.leaving'],
  ['selector', 'why.selector'],
  ['waiting for first consumer', 'why.consumer'],
]

/** What the binder says of a volume, in the reader's language; what it has no words for stays as it is. */
export function binderText(reason: string, text: FilesText): string {
  const key = BINDER.find(([start]) => reason.startsWith(start))?.[1]
  return key === undefined ? reason : text(key)
}

/** These come with the view that they stand in. */
export function filesText(language: Language): FilesText {
  return TEXTS[language]
}
