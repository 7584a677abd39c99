// Which type a file is, from its bytes. What it is called and what its sender says it is count for nothing.
import { fileTypeFromBuffer } from 'file-type'

/** What is not recognised: bytes, to be kept and handed on as such. */
const UNKNOWN_TYPE = 'application/octet-stream'
/** So much of the beginning is looked at. */
const SAMPLE_BYTES = 4_100

/** The media type the beginning of a file shows. It is told, and decides whether a picture is decoded; nothing is served by it. */
export async function mediaTypeOf(beginning: Uint8Array): Promise<string> {
  try {
    return (await fileTypeFromBuffer(beginning.subarray(0, SAMPLE_BYTES)))?.mime ?? UNKNOWN_TYPE
  } catch {
    return UNKNOWN_TYPE
  }
}
