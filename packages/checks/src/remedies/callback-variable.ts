import { ask, type Asked, type Word } from './shell-command.ts'

/** The Server appends nothing to what is configured (meshery.md §6e). */
export const callbackPath = '/api/user/token'

const externalHost = ask('EXTERNAL_HOST', 'the host name that people use')

const variable = 'MESHERY_SERVER_CALLBACK_URL'

const callbackUrl = (host: Asked): Word => ['https://', host, callbackPath]

/** Where a login comes back to. Every remedy that moves the Server, or gives it a login, sets it whole. */
export const callbackVariable = [variable, callbackUrl(externalHost)] as const

export const callbackSetting = (host: Asked) => ({ key: `env.${variable}`, value: callbackUrl(host) })
