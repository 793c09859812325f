import type { Language } from '../../store/ui.ts'

export const en = {
  question: 'What am I looking at?',
  close: 'Close',
  missing: 'missing',
  read: 'Read on at kubernetes.io: {{page}}',
  stage: 'The stage',
  controlPlane: 'Control plane',
  tray: 'Waiting for a node',
  workloads: 'Workloads',
  nodes: 'Nodes',
  network: 'Outside and network',
  storage: 'Storage',
  config: 'Configuration',
  volume: 'Volumes',
  backend: 'Where the bytes are',
  folded: 'Folded things',
  user: 'You',
  apiserver: 'API server',
  manager: 'Controller manager',
  scheduler: 'Scheduler',
  controller: '{{name}} controller',
} as const

export type AboutKey = keyof typeof en

export const ko: Readonly<Record<AboutKey, string>> = {
  question: '이건 무엇인가요?',
  close: '닫기',
  missing: '없음',
  read: 'kubernetes.io에서 더 읽기: {{page}}',
  stage: '무대',
  controlPlane: '컨트롤 플레인',
  tray: '노드를 기다리는 곳',
  workloads: '워크로드',
  nodes: '노드',
  network: '바깥과 네트워크',
  storage: '스토리지',
  config: '설정',
  volume: '볼륨',
  backend: '실제 저장소',
  folded: '접힌 것들',
  user: '당신',
  apiserver: 'API 서버',
  manager: '컨트롤러 매니저',
  scheduler: '스케줄러',
  controller: '{{name}} 컨트롤러',
}

export type AboutText = (key: AboutKey, values?: Readonly<Record<string, string>>) => string

export function isAboutKey(key: string): key is AboutKey {
  return key in en
}

export function aboutText(language: Language): AboutText {
  const texts = language === 'ko' ? ko : en
  return (key, values = {}) =>
    Object.entries(values).reduce<string>(
      (text, [name, value]) => text.replaceAll(`{{${name}}}`, value),
      texts[key],
    )
}
