import type { Language } from '../../_shared/domain/newsroom.ts';

/** What the page behind an approval link says, in the desk's language. */
export interface ApprovalWords {
  question: string;
  /** Over the links to the editions. */
  mails: string;
  explain: string;
  done: string;
  second: string;
  /** `{count}`: people. */
  joined: string;
  tooLate: string;
}

export const approvalWords: Record<Language, ApprovalWords> = {
  en: {
    question: 'Approve version {version}?',
    mails: 'The mails',
    explain: 'What you approve is what goes out, to exactly this audience, less those who leave until then.',
    done: 'Approved. Thank you.',
    second: 'Your approval is noted. A second person has to approve it too.',
    joined: 'Joined since the proof, and not in it: {count}',
    tooLate: 'This link has done its work, or another version has taken its place.',
  },
  vi: {
    question: 'Duyệt phiên bản {version}?',
    mails: 'Các thư',
    explain:
      'Nội dung được duyệt sẽ được gửi đúng như vậy, tới đúng những người này, trừ những ai rời đi trước đó.',
    done: 'Đã duyệt. Xin cảm ơn.',
    second: 'Đã ghi nhận phê duyệt của bạn. Cần thêm một người thứ hai duyệt.',
    joined: 'Tham gia sau bản in thử, không nhận lần này: {count}',
    tooLate: 'Liên kết này đã được dùng, hoặc một phiên bản khác đã thay thế.',
  },
  fr: {
    question: 'Approuver la version {version} ?',
    mails: 'Les messages',
    explain:
      'Ce que vous approuvez est ce qui part, à ces destinataires exactement, moins ceux qui partent d’ici là.',
    done: 'Approuvé. Merci.',
    second: 'Votre approbation est notée. Une deuxième personne doit aussi approuver.',
    joined: 'Arrivés depuis l’épreuve, hors de cet envoi : {count}',
    tooLate: 'Ce lien a déjà servi, ou une autre version l’a remplacée.',
  },
  es: {
    question: '¿Aprobar la versión {version}?',
    mails: 'Los mensajes',
    explain:
      'Lo que apruebe es lo que se envía, exactamente a estos destinatarios, menos quienes se den de baja hasta entonces.',
    done: 'Aprobado. Gracias.',
    second: 'Su aprobación ha quedado anotada. Una segunda persona también debe aprobar.',
    joined: 'Se han unido después de la prueba y no están en este envío: {count}',
    tooLate: 'Este enlace ya se ha usado, u otra versión ha ocupado su lugar.',
  },
  ar: {
    question: 'هل توافق على الإصدار {version}؟',
    mails: 'الرسائل',
    explain: 'ما توافق عليه هو ما سيُرسل، إلى هؤلاء المستلمين تحديداً، ما عدا من يغادر قبل ذلك.',
    done: 'تمت الموافقة. شكراً.',
    second: 'سُجّلت موافقتك. يجب أن يوافق شخص ثانٍ أيضاً.',
    joined: 'انضموا بعد البروفة ولا يشملهم هذا الإرسال: {count}',
    tooLate: 'استُخدم هذا الرابط من قبل، أو حلّ محله إصدار آخر.',
  },
  zh: {
    question: '批准第 {version} 版？',
    mails: '邮件',
    explain: '批准的内容将原样发送给这些收件人，期间退出者除外。',
    done: '已批准，谢谢。',
    second: '您的批准已记录，还需要第二个人批准。',
    joined: '校样之后加入、不在本次收件人之列：{count}',
    tooLate: '此链接已使用，或已有另一版本取代。',
  },
  ru: {
    question: 'Утвердить версию {version}?',
    mails: 'Письма',
    explain: 'Утверждённое будет отправлено именно этим получателям, кроме тех, кто откажется до отправки.',
    done: 'Утверждено. Спасибо.',
    second: 'Ваше утверждение записано. Должен утвердить и второй человек.',
    joined: 'Присоединились после корректуры и в рассылку не входят: {count}',
    tooLate: 'Эта ссылка уже использована, или её заменила другая версия.',
  },
  de: {
    question: 'Fassung {version} freigeben?',
    mails: 'Die Nachrichten',
    explain:
      'Was Sie freigeben, geht genau so hinaus, an genau diese Empfänger, abzüglich derer, die bis dahin gehen.',
    done: 'Freigegeben. Danke.',
    second: 'Ihre Freigabe ist vermerkt. Eine zweite Person muss ebenfalls freigeben.',
    joined: 'Seit dem Abzug dazugekommen und nicht dabei: {count}',
    tooLate: 'Dieser Link ist verbraucht, oder eine andere Fassung ist an seine Stelle getreten.',
  },
};
