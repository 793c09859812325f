import { onEntries, peekKeys, peekObject } from '../../store/sim.ts'
import { Rooms } from '../graph/rooms.ts'

const rooms = new Rooms()
let following = false

function rebuild(): void {
  rooms.rebuild(
    peekKeys('Pod')
      .map((key) => peekObject('Pod', key))
      .filter((pod) => pod !== undefined),
  )
}

/** Who is on which machine, kept up with the journal from the first time somebody asks. */
export function followedRooms(): Rooms {
  if (!following) {
    following = true
    rebuild()
    onEntries((entries, fresh) => (fresh ? rebuild() : rooms.apply(entries)), { pictures: true })
  }
  return rooms
}
