// The words about one's addresses in Arabic.
import type { contactEn } from './contact-en.ts'

export const contactAr: Readonly<Record<keyof typeof contactEn, string>> = {
  'contact.whose':
    'العنوان ملك لمن يصل إليه. لا يذهب إلى شركة إلا إذا سمحت لها بعنوانك، أو اخترته لشركة يستخدمها أحد أصدقائك. لا يستطيع أحد غيرك أن يعطيه.',
  'contact.none': 'لا عنوان بعد.',
  'contact.list': 'عناوينك',
  'contact.reaches': 'يصل إليك',
  'contact.unproven': 'غير مثبت: لا يخرج إلى أحد',
  'contact.email': 'أضف عنوان بريد إلكتروني',
  'contact.emailWhy': 'نرسل رسالة إليه لنرى أنه يصل إليك. لا يُحفظ شيء حتى تقول نعم.',
  'contact.send': 'أرسل الرسالة',
  'contact.sent': 'رسالة في طريقها إلى {email}. افتح الصفحة المذكورة فيها خلال ساعة.',
  'contact.remove': 'احذف',
  'contact.removeWhich': 'احذف {address}',
  'contact.removed': 'حُذف. لا يخرج إلى أحد من الآن.',
  'contact.confirm': 'هل هذا عنوانك؟',
  'contact.confirmWhy':
    'أنت مسجل الدخول باسم {name}. إذا كنت طلبت الرسالة التي أتت بك إلى هنا، يصبح العنوان الذي وصلت إليه عنوانك.',
  'contact.yes': 'نعم، هو لي',
  'contact.no': 'لا، ارجع',
  'contact.proven': 'هذا العنوان لك. لا يذهب إلى أي شركة إلا إذا اخترته لها.',
  'contact.back': 'ارجع إلى الخصوصية',
}
