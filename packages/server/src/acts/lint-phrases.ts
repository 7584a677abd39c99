// Phrases of partners' texts, language by language: wording that fits anything, and claims about what is not done.

/** What a text can claim not to do. */
export type Topic = 'reading' | 'names' | 'contacts' | 'friends' | 'files' | 'sending' | 'deleting'

/** What can be recognised in one language. */
export interface Phrases {
  /** Wording that fits anything (SCP-03; WP260 rev.01, paragraph 12). */
  readonly generic: readonly RegExp[]
  /** A sentence with one of these denies something. */
  readonly denial: RegExp
  /** What a denying sentence speaks of. */
  readonly topics: Readonly<Record<Topic, RegExp>>
}

// Word ends are written out with lookarounds: \b knows ASCII letters only.
const word = (words: string): RegExp => new RegExp(`(?<!\\p{L})(?:${words})(?!\\p{L})`, 'iu')

/** By the language of a locale (BCP 47's primary subtag). English wording is refused already when a declaration is read. */
export const phrases: Readonly<Record<string, Phrases>> = {
  en: {
    generic: [],
    denial: word("never|not|no|none|nothing|without|cannot|(?:do|does|did|will|can|ca)n['’]t|won['’]t"),
    topics: {
      reading: word('messages?|conversations?|what (?:you|people) (?:say|write|wrote)|your words'),
      names: word('names?|who (?:you|people|they) are|anonymous(?:ly)?'),
      contacts: word('e-?mails?|addresses|phone(?: numbers?)?|contact (?:details|data)'),
      friends: word('friends?|contact list|address book'),
      files: word('photos?|pictures?|images?|files?|attachments?|videos?'),
      sending: word('(?:send|post|write)s?|sending|posting|writing'),
      deleting: word('(?:delete|remove|erase)s?|deleting|removing|erasing'),
    },
  },
  de: {
    generic: [
      word('(?:geschäftliche|kommerzielle|betriebliche|interne|sonstige|weitere|verschiedene) zwecken?'),
      word('(?:unsere|ihre|die)n? (?:dienste|produkte|angebote)n? (?:zu )?verbessern'),
      word('usw|und so weiter|u\\. ?a|unter anderem|bei bedarf|nach bedarf'),
      word('(?:vertrauenswürdige|ausgewählte)n? (?:partnern?|dritten?)|dritt(?:e|en|anbieter|parteien)'),
    ],
    denial: word('nie|niemals|nicht|nichts|keine?[nmrs]?|ohne'),
    topics: {
      reading: word(
        'nachrichten?|gesprächen?|unterhaltungen?|was (?:du|sie|ihr|man) (?:schreib\\p{L}*|sag\\p{L}*)',
      ),
      names: word('namen?|wer (?:du|sie|ihr) \\p{L}+|anonym'),
      contacts: word('e-?mails?(?:-?adressen?)?|adressen?|telefon(?:nummern?)?|kontaktdaten'),
      friends: word('freunde?n?|freundinnen|adressbuch'),
      files: word('fotos?|bildern?|bilder?|dateien?|anhänge?n?|videos?'),
      sending: word('(?:ver)?(?:sendet?n?|schickt?e?n?|schreibt?)'),
      deleting: word('(?:löscht?|entfernt?)(?:en)?'),
    },
  },
  fr: {
    generic: [
      word('fins? (?:commerciales?|internes?|diverses?|autres?|opérationnelles?)|autres fins'),
      word("améliorer (?:nos|notre|vos|votre|le|les|l['’])\\s?(?:services?|produits?|expérience|offres?)"),
      word('etc|entre autres|et plus encore|si nécessaire|selon les besoins'),
      word('partenaires? (?:de confiance|sélectionnés?)|tiers'),
    ],
    denial: word('jamais|pas|aucune?|rien|sans|ni'),
    topics: {
      reading: word('messages?|conversations?|ce que vous (?:dites|écrivez)|ce que tu (?:dis|écris)'),
      names: word('noms?|qui vous êtes|qui tu es|anonyme(?:ment|s)?'),
      contacts: word('e-?mails?|courriels?|adresses?|téléphones?|coordonnées'),
      friends: word("amie?s?|carnet d['’]adresses"),
      files: word('photos?|images?|fichiers?|pièces? jointes?|vidéos?'),
      sending: word('envo(?:ie|ies|ient|yer|yons|yez)|publi(?:e|er|ent)|écri(?:t|re|vent)'),
      deleting: word('supprim(?:e|er|ent|ons)|efface(?:r|nt)?'),
    },
  },
  es: {
    generic: [
      word(
        '(?:fines|finalidades|propósitos) (?:comerciales|internos|internas|diversos|diversas|operativos)|otros (?:fines|propósitos)',
      ),
      word(
        'mejorar (?:nuestros?|sus?|tus?|los?|el|la|nuestra) (?:servicios?|productos?|experiencia|ofertas?)',
      ),
      word('etc|entre otr[ao]s|y más|según sea necesario|cuando sea necesario'),
      word('(?:socios|colaboradores) (?:de confianza|seleccionados)|terceros'),
    ],
    denial: word('nunca|jamás|no|nada|ning(?:ún|una|uno)|sin|ni'),
    topics: {
      reading: word('mensajes?|conversaci(?:ón|ones)|lo que (?:dices|escribes|dice|escribe)'),
      names: word('nombres?|quién (?:eres|es)|an[oó]nim(?:o|a|os|as|amente)'),
      contacts: word('correos?|e-?mails?|direcci(?:ón|ones)|teléfonos?|datos de contacto'),
      friends: word('amig[oa]s?|libreta de direcciones'),
      files: word('fotos?|im[aá]gen(?:es)?|archivos?|adjuntos?|v[ií]deos?'),
      sending: word('env[ií](?:a|o|ar|an|amos)|publica[rn]?|escrib(?:e|ir|en)'),
      deleting: word('borra[rn]?|elimina[rn]?'),
    },
  },
  ar: {
    generic: [
      word(
        '(?:ال)?أغراض (?:ال)?(?:أخرى|تجارية|مختلفة|داخلية|تشغيلية)|(?:ل)?أغراض (?:أخرى|تجارية|مختلفة|داخلية|تشغيلية)',
      ),
      word('(?:ل)?تحسين (?:خدماتنا|خدمتنا|منتجاتنا|تجربتك|تجربتكم|عروضنا)'),
      word('إلخ|وغير ذلك|وما إلى ذلك|عند الحاجة|حسب الحاجة'),
      word('شركاء?(?:نا)? (?:ال)?(?:موثوقين|موثوقون|مختارين|مختارون)|أطراف ثالثة|طرف ثالث'),
    ],
    denial: word('لا|لن|لم|ليس|أبدًا|أبدا|بدون|دون|غير'),
    topics: {
      reading: word('(?:ال)?(?:رسالة|رسائل(?:ك|كم|هم)?|محادثات(?:ك|كم)?)|ما (?:تكتبه|تقوله|تكتب|تقول)'),
      names: word('(?:ال)?(?:اسم(?:ك|كم)?|أسماء(?:هم|كم)?)|من (?:أنت|أنتم)|مجهول'),
      contacts: word(
        '(?:ال)?(?:بريد(?:ك|كم)?|هاتف(?:ك|كم)?|عنوان(?:ك|كم)?)|رقم هاتف(?:ك|كم)?|بيانات الاتصال',
      ),
      friends: word('(?:ال)?(?:صديق|أصدقاء|أصدقائك|أصدقاءك|أصدقائكم)|جهات الاتصال'),
      files: word('(?:ال)?(?:صور(?:ك|كم)?|ملفات(?:ك|كم)?|مرفقات|فيديو)'),
      sending: word('[ينت]رسل|إرسال|[ينت]كتب|[ينت]نشر'),
      deleting: word('[ينت]حذف|حذف|[ينت]مسح|مسح'),
    },
  },
}
