import { randomUUID } from 'node:crypto'
import { jsonAnswer, type CloudAnswer } from '../cloud-answer.ts'

/** An error as REST-JSON services (EKS) report it: the type in a header and in the body. */
export const restJsonError = (status: number, type: string, message: string, more: object = {}): CloudAnswer =>
  jsonAnswer(status, { __type: type, message, ...more }, { 'x-amzn-errortype': type, 'x-amzn-requestid': randomUUID() })

/** A success of the Query protocol (STS): `result` is XML. */
export const queryAnswer = (action: string, result: string): CloudAnswer =>
  xml(
    200,
    `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result>${result}</${action}Result>${metadata()}</${action}Response>`,
  )

export const queryError = (status: number, code: string, message: string): CloudAnswer =>
  xml(
    status,
    `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`,
  )

export const escapeXml = (text: string): string =>
  text.replace(/[<>&"']/g, (character) => `&#${character.codePointAt(0) ?? 0};`)

const metadata = (): string => `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata>`

const xml = (status: number, body: string): CloudAnswer => ({ status, headers: { 'content-type': 'text/xml' }, body })
