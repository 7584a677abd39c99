// The words about files in messages, in English.

export const filesEn = {
  'file.attach': 'Attach pictures or files',
  'file.drop': 'Drop pictures or files here',
  'file.toSend': 'Pictures and files to send',
  'file.alt': 'What is in {name}, for who cannot see it',
  'file.sending': 'Sending {name}',
  'file.there': '{name} is ready to be sent.',
  'file.remove': 'Remove {name}',
  'file.again': 'Try again',
  'file.most': '{count, plural, one {A message takes one file.} other {A message takes # files.}}',
  'file.empty': 'This file is empty.',
  'file.open': 'Open the picture: {name}',
  'file.save': 'Save',
  'file.viewer': 'Picture {n, number} of {count, number}',
  'file.next': 'Next picture',
  'file.previous': 'Previous picture',
  'file.only': 'A picture or a file',
} as const
