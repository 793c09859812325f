import type { motionEn } from '../en/motion.ts'

export const motionKo: Readonly<Record<keyof typeof motionEn, string>> = {
  'chip.won': '선택됨',
  'chip.fits': '가능',
  'chip.score': '점수 {{score}}',
  'trouble.power': '전원 꺼짐',
  'trouble.kubelet': 'kubelet 멈춤',
  'trouble.silent': '하트비트 끊긴 지 {{seconds}}초',
  'lamp.queue': '대기 {{count}}',
  'lamp.retry': '{{seconds}}초 뒤 다시 시도 ({{failures}}번 실패)',
  'why.tooSmall': '용량이 모자람',
  'why.class': '클래스가 다름',
  'why.mode': '볼륨 모드가 다름',
  'why.access': '접근 모드가 다름',
  'why.taken': '다른 PVC에 묶임',
  'why.leaving': '지워지는 중',
  'why.selector': '셀렉터와 맞지 않음',
  'why.consumer': '이 PVC를 쓸 파드를 기다림',
  'why.smallest': '맞는 것 중 가장 작음',
  'why.larger': '맞지만 더 작은 것이 있음',
  'why.phase': '{{phase}} 상태',
}
