// What mails say in Arabic. Names and addresses are set apart (Unicode TR 9: FSI … PDI), so that each reads its own way within a line.
import { isPurpose } from '@countersign/protocol'
import { purposeWordsAr } from '@countersign/protocol/words-ar'
import type { MailWords } from './mail-words.ts'

const day = new Intl.DateTimeFormat('ar', { dateStyle: 'long', timeZone: 'UTC' })

/** Something in a script of its own. */
const apart = (text: string): string => `\u2068${text}\u2069`

export const mailWordsAr: MailWords = {
  aCompany: 'شركة',
  something: 'شيء',
  firstDisclosure: (company, link) => ({
    subject: `حصلت ${apart(company)} على شيء منك`,
    text: `حصلت ${apart(company)} لأول مرة على شيء منك، عن طريق ربط شخص آخر، لأنك كنت قد وافقت على ذلك.

انظر ما حصلت عليه، وأوقفه بنقرة واحدة إن أردت:

${link}

تصلك هذه الرسالة مرة واحدة لكل شركة.
`,
  }),
  featureEnding: ({ company, feature, endAt }, link) => ({
    subject: `تنتهي ${apart(feature)} من ${apart(company)} في ${day.format(endAt)}`,
    text: `تنتهي ${apart(feature)} من ${apart(company)}، التي سمحت لها بشيء، في ${day.format(endAt)}. ومنذ ذلك الحين لا تحصل على شيء آخر بها. لا يلزمك فعل شيء.

انظر ما يجوز لها حتى ذلك الحين، وما حصلت عليه:

${link}
`,
  }),
  reminder(standing, more, link) {
    const lines = standing.map(({ company, feature, purpose, endAt }) => {
      const why = isPurpose(purpose) ? purposeWordsAr[purpose] : purpose
      return `- ${apart(company)}، ${apart(feature)}: لأجل ${why}. حتى ${day.format(endAt)}.`
    })
    if (more > 0) lines.push(`- وأكثر من ذلك: ${new Intl.NumberFormat('ar').format(more)}.`)
    return {
      subject: 'ما تسمح به للشركات ما زال قائمًا',
      text: `لم تنظر منذ تسعين يومًا إلى ما تسمح به للشركات. هذا ما زال قائمًا:

${lines.join('\n')}

انظر فيه، واسحب بنقرة واحدة ما لم تعد تريده:

${link}

تصلك هذه الرسالة كل تسعين يومًا ما دام شيء قائمًا ولم تنظر. لكي لا تصلك بالبريد بعد الآن، استخدم الرابط في الأسفل أو الذي يعرضه برنامج بريدك؛ وستجدها عندئذ في الصفحة.
`,
    }
  },
  account: {
    passkey_added: (url) => ({
      subject: 'أُضيف مفتاح مرور إلى حسابك',
      text: `أُضيف مفتاح مرور إلى حسابك في Countersign. من يملكه يستطيع تسجيل الدخول.

إن لم تكن أنت، فاحذفه وغيّر كلمة مرورك:

${url}/account
`,
    }),
    passkey_removed: (url) => ({
      subject: 'حُذف مفتاح مرور من حسابك',
      text: `حُذف مفتاح مرور من حسابك في Countersign. لم يعد يُدخل أحدًا.

إن لم تكن أنت، فراجع مفاتيح مرورك وغيّر كلمة مرورك:

${url}/account
`,
    }),
    passkey_copied: (url) => ({
      subject: 'رُفض مفتاح مرور لك',
      text: `رُفض مفتاح مرور لحسابك في Countersign: وقّع بعدد استُخدم من قبل، فقد تكون هناك نسختان منه. لم يُسجَّل دخول أحد.

احذف ذلك المفتاح وأضف واحدًا جديدًا:

${url}/account
`,
    }),
    password_changed: (url) => ({
      subject: 'تغيّرت كلمة مرورك',
      text: `غيّر شخص كان مسجل الدخول كلمة مرور حسابك في Countersign، وسُجّل خروج كل متصفح آخر.

إن لم تكن أنت، فعيّنها من جديد برمز بالبريد أو من الورق، ثم راجع مفاتيح مرورك واصنع رموز استرداد جديدة:

${url}/recover
`,
    }),
    recovery_codes_made: (url) => ({
      subject: 'صُنعت رموز استرداد جديدة لحسابك',
      text: `صُنعت رموز استرداد جديدة لحسابك في Countersign. لم تعد الرموز السابقة صالحة.

إن لم تكن أنت، فغيّر كلمة مرورك واصنع رموزًا جديدة بنفسك:

${url}/account
`,
    }),
    password_recovered: (url) => ({
      subject: 'عُيّنت كلمة مرورك من جديد',
      text: `عُيّنت كلمة مرور حسابك في Countersign من جديد برمز استرداد، وسُجّل خروج كل متصفح.

إن لم تكن أنت، فعيّنها بنفسك من جديد واصنع رموز استرداد جديدة: من فعل ذلك لديه أحد رموزك، أو يقرأ بريدك.

${url}/recover
`,
    }),
    key_waits: (url) => ({
      subject: 'متصفح جديد يريد أن يوقّع عنك',
      text: `متصفح جديد لحسابك في Countersign يطلب أن يوقّع إجاباتك للشركات. يستطيع ذلك بعد سبعة أيام ما لم توقفه؛ وفورًا إذا ضمنه جهاز آخر لك.

إن لم تكن أنت، فأوقفه وغيّر كلمة مرورك:

${url}/account
`,
    }),
    key_added: (url) => ({
      subject: 'يستطيع متصفح أن يوقّع عنك',
      text: `ضمن جهاز لك متصفحًا آخر. من الآن يستطيع هو أيضًا أن يوقّع إجاباتك للشركات.

إن لم تكن أنت، فأنه مفتاحه وغيّر كلمة مرورك:

${url}/account
`,
    }),
    key_ended: (url) => ({
      subject: 'أُنهي مفتاح لك',
      text: `أُنهي مفتاح كان متصفح يوقّع به إجاباتك للشركات. ما وقّعه من قبل يبقى كما هو.

إن لم تكن أنت، فغيّر كلمة مرورك وراجع أجهزتك:

${url}/account
`,
    }),
  },
  proof: (publicUrl, link) => ({
    subject: 'هل هذا عنوانك؟',
    text: `شخص مسجل الدخول إلى Countersign في ${apart(publicUrl)} يقول إن هذا عنوانه.

إن كنت أنت، فافتح هذه الصفحة خلال ساعة وقل نعم هناك:

${link}

إن لم تكن أنت، فلا تفعل شيئًا. لم يُحفظ شيء، وهذا الرمز لا يعمل إلا لمن طلبه.
`,
  }),
  addressRemoved: (publicUrl, link) => ({
    subject: 'حُذف هذا العنوان',
    text: `حُذف هذا العنوان الآن من حساب في ${apart(publicUrl)}. من الآن لا يصل شيء من ذلك الحساب إلى هنا، ولا تحصل عليه أي شركة.

إن كنت أنت، فلا شيء يلزم. وإن لم تكن، فشخص ما يستخدم حسابك: سجّل الدخول، وأنه كل الجلسات الأخرى، وغيّر كلمة المرور:

${link}
`,
  }),
  reset: (publicUrl, link) => ({
    subject: 'كلمة مرور جديدة',
    text: `يريد شخص أن يعيّن كلمة مرور جديدة لحسابك في Countersign في ${apart(publicUrl)}.

إن كنت أنت، فافتح هذه الصفحة خلال خمس عشرة دقيقة:

${link}

إن لم تكن أنت، فلا تفعل شيئًا: تبقى كلمة مرورك كما هي. لا أحد في Countersign يطلب منك هذا العنوان.
`,
  }),
}
