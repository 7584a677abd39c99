// Plain words in Arabic for powers, fields and purposes: what `words.ts` and `purposes.ts` say in English.
import type { Purpose } from './purposes.ts'
import type { Field, Verb } from './verbs.ts'

/** What each power lets a company do, as a noun: it follows "may" in Arabic. */
export const verbWordsAr: Readonly<Record<Verb, string>> = {
  'threads.list': 'رؤية قائمة المحادثات التي اخترتها',
  'messages.read': 'قراءة الرسائل في المحادثات التي اخترتها',
  'members.see': 'رؤية من في تلك المحادثات',
  'messages.write': 'إرسال بطاقة تؤكدها أنت كل مرة',
  'messages.delete': 'حذف ما وضعته هي بنفسها',
  'contact.own': 'الحصول على بريدك الإلكتروني أو رقم هاتفك',
  'friends.list': 'رؤية أي أصدقائك يسمح بذلك أيضًا',
  'friends.contact': 'الحصول على بيانات الاتصال التي أعطاها أصدقاؤك',
}

/** What each field holds. */
export const fieldWordsAr: Readonly<Record<Field, string>> = {
  'thread.title': 'أسماء المحادثات',
  'thread.kind': 'أي المحادثات جماعية',
  'message.text': 'الكلمات',
  'message.sent_at': 'أوقات الإرسال',
  'message.author': 'من كتب ماذا',
  'message.edited_at': 'أوقات التعديل',
  'message.reply_to': 'أي رسالة ترد على أي',
  'message.reactions': 'التفاعلات',
  'message.attachments': 'أسماء الملفات المرفقة',
  'message.card': 'البطاقات',
  'member.name': 'أسماء الأعضاء',
  'member.joined_at': 'أوقات الانضمام',
  'contact.email': 'عناوين البريد الإلكتروني',
  'contact.phone': 'أرقام الهواتف',
  'friend.name': 'أسماء الأصدقاء',
  'friend.since': 'منذ متى أنتم أصدقاء',
}

/** What a company says it uses data for, to follow "for". */
export const purposeWordsAr: Readonly<Record<Purpose, string>> = {
  share_content: 'إرسال أشياء اخترتها إلى مَن تتحدث معهم',
  recommendations: 'اقتراح أشياء قد تعجبك',
  group_activity: 'إظهار ما يستمتع به أهل المحادثة معًا',
  payment_receipts: 'عرض إيصالات مدفوعاتك',
  find_friends: 'معرفة مَن مِن أصدقائك هنا أيضًا',
  assistance: 'تنفيذ ما تطلبه من مساعد',
  search: 'العثور على أشياء لك مما قيل',
  profiling: 'تكوين صورة عنك مما تفعل وتقول',
  advertising: 'اختيار إعلانات لك',
}
