// The words about files in messages, in Arabic.
import type { filesEn } from './files-en.ts'

export const filesAr: Readonly<Record<keyof typeof filesEn, string>> = {
  'file.attach': 'أرفق صورًا أو ملفات',
  'file.drop': 'أفلت الصور أو الملفات هنا',
  'file.toSend': 'صور وملفات للإرسال',
  'file.alt': 'ما الذي في {name}، لمن لا يستطيع رؤيته',
  'file.sending': 'جارٍ إرسال {name}',
  'file.there': '{name} جاهز للإرسال.',
  'file.remove': 'أزل {name}',
  'file.again': 'حاول مرة أخرى',
  'file.most':
    '{count, plural, one {تتسع الرسالة لملف واحد.} two {تتسع الرسالة لملفين.} few {تتسع الرسالة لـ# ملفات.} other {تتسع الرسالة لـ# ملفًا.}}',
  'file.empty': 'هذا الملف فارغ.',
  'file.open': 'افتح الصورة: {name}',
  'file.save': 'احفظ',
  'file.viewer': 'الصورة {n, number} من {count, number}',
  'file.next': 'الصورة التالية',
  'file.previous': 'الصورة السابقة',
  'file.only': 'صورة أو ملف',
}
