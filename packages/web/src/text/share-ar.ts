// The words of the share sheet in Arabic.
import type { shareEn } from './share-en.ts'

export const shareAr: Readonly<Record<keyof typeof shareEn, string>> = {
  'share.title': 'أرسل هذا',
  'share.promise': 'لا تعلم {company} شيئًا عن محادثاتك: لا مَن فيها، ولا أيها تختار.',
  'share.toThread': 'إلى محادثة',
  'share.toFriend': 'إلى صديق',
  'share.nobody': 'لا يوجد من ترسله إليه بعد. ابحث عن صديق أولًا:',
  'share.not': 'لا ترسل، وعُد إلى {company}',
  'share.sure': 'أترسله إلى {title}؟',
  'share.seen': 'يراه كل من في المحادثة، ويرون أنه جاء عبر {company}.',
  'share.yes': 'نعم، أرسله',
  'share.no': 'لا، ارجع',
  'share.once': 'يصلح هذا مرة واحدة، خلال خمس دقائق.',
  'share.sent': 'أُرسل',
  'share.sentWords': 'بطاقتك الآن في {title}. لم تُخبَر {company}: لا إلى أين ذهبت، ولا حتى أنك أرسلتها.',
  'share.see': 'شاهدها في {title}',
  'share.back': 'العودة إلى {company}',
}
