import { ko as stage } from '../../canvas/text/ko.ts'
import { ko as screen } from '../../ui/text/ko.ts'

export const texts = { screen, stage }
