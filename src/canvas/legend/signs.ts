/** Signs of what is no kind of the API. */
export const signsEn = {
  Backend: 'where the bytes are',
  User: 'you',
  Address: 'address of a node',
  Other: 'kinds that somebody defined',
} as const

export const signsKo: Readonly<Record<keyof typeof signsEn, string>> = {
  Backend: '실제 저장소',
  User: '당신',
  Address: '노드 주소',
  Other: '누군가 새로 정의한 종류',
}
