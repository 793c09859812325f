/** The analogy of the pizza, and where it breaks. */
export const pizzaEn = {
  title: 'The pizza, and where it stops',
  roles:
    'The administrator is the cook and bakes a pizza: a PersistentVolume. You are the guest and order: a PersistentVolumeClaim. The plate it is put on is the pod’s mount.',
  limit: 'Where the picture breaks',
  whole:
    'You get a whole pizza, never a slice. A claim that asks for 10Mi and is bound to 100Mi owns all of it; nobody else can have the rest, and a second order waits.',
  wall: 'The size is a label, not a wall. On NFS neither number holds anybody back: df shows the whole export.',
  eaten:
    'It is not eaten up. When the pod is gone, the next one finds everything as it was left. And with a StorageClass nobody bakes ahead: the pizza is made when it is ordered.',
  own: '{{claim}} asked for {{asked}} and owns all of {{owned}}.',
  waits: '{{claim}} asked for {{asked}} and still has no pizza.',
  free: '{{volume}} of {{size}} lies ready; one order takes it whole.',
} as const

export type PizzaKey = keyof typeof pizzaEn

export const pizzaKo: Readonly<Record<PizzaKey, string>> = {
  title: '피자 비유, 그리고 그 한계',
  roles:
    '관리자는 요리사처럼 피자(퍼시스턴트볼륨)를 굽고, 당신은 손님처럼 주문(퍼시스턴트볼륨클레임)을 넣어요. 피자를 담는 접시는 파드의 마운트입니다.',
  limit: '비유가 깨지는 곳',
  whole:
    '한 조각이 아니라 한 판을 통째로 예약해요. 10Mi를 요청한 클레임이 100Mi 볼륨과 묶이면 전부 그 클레임 것입니다. 남은 것을 아무도 쓸 수 없고, 두 번째 주문은 기다려요.',
  wall: '크기는 벽이 아니라 이름표예요. NFS에서는 두 숫자 모두 아무것도 막지 않아서 df를 보면 export 전체가 보입니다.',
  eaten:
    '먹어도 없어지지 않아요. 파드가 사라져도 다음 파드가 그대로 이어서 봅니다. 스토리지클래스가 있으면 미리 굽지 않고, 주문이 들어올 때 만들어요.',
  own: '{{claim}}: {{asked}}만 요청했지만 {{owned}} 한 판을 통째로 차지했어요.',
  waits: '{{claim}}: {{asked}}를 요청했고 아직 피자가 없어요.',
  free: '{{volume}}: {{size}} 한 판이 기다리고 있어요. 주문 하나가 통째로 가져갑니다.',
}
