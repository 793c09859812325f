import { userText } from './listing.ts'
import { failed, flags, ok, plain } from './program.ts'
import { userOf } from './user.ts'

function withName(id: number): string {
  const name = userText(id)
  return name === String(id) ? name : `${id}(${name})`
}

export const id = plain(({ inside, args }) => {
  const { uid, gid, groups } = userOf(inside)
  const marks = flags(args)
  if (marks.includes('u')) return ok(`${uid}\n`)
  if (marks.includes('g')) return ok(`${gid}\n`)
  return ok(`uid=${withName(uid)} gid=${withName(gid)} groups=${groups.map(withName).join(',')}\n`)
})

export const whoami = plain(({ inside }) => {
  const { uid } = userOf(inside)
  const name = userText(uid)
  return name === String(uid) ? failed(`whoami: unknown uid ${uid}\n`) : ok(`${name}\n`)
})
