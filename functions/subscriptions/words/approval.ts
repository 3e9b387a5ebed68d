import type { Language } from '../../_shared/domain/newsroom.ts';

/** What the page behind an approval link says, in the desk's language. */
export interface ApprovalWords {
  question: string;
  explain: string;
  done: string;
  second: string;
  again: string;
  tooLate: string;
}

export const approvalWords: Record<Language, ApprovalWords> = {
  en: {
    question: 'Approve version {version}?',
    explain: 'What you approve is what goes out, to exactly this audience, less those who leave until then.',
    done: 'Approved. Thank you.',
    second: 'Your approval is noted. A second person has to approve it too.',
    again: 'Not approved: the audience has changed since that proof. A new proof is on its way.',
    tooLate: 'This link has done its work, or another version has taken its place.',
  },
  vi: {
    question: 'Duyệt phiên bản {version}?',
    explain:
      'Nội dung được duyệt sẽ được gửi đúng như vậy, tới đúng những người này, trừ những ai rời đi trước đó.',
    done: 'Đã duyệt. Xin cảm ơn.',
    second: 'Đã ghi nhận phê duyệt của bạn. Cần thêm một người thứ hai duyệt.',
    again: 'Chưa duyệt: danh sách người nhận đã thay đổi so với bản in thử. Bản in thử mới đang được gửi.',
    tooLate: 'Liên kết này đã được dùng, hoặc một phiên bản khác đã thay thế.',
  },
  fr: {
    question: 'Approuver la version {version} ?',
    explain:
      'Ce que vous approuvez est ce qui part, à ces destinataires exactement, moins ceux qui partent d’ici là.',
    done: 'Approuvé. Merci.',
    second: 'Votre approbation est notée. Une deuxième personne doit aussi approuver.',
    again: 'Non approuvé : les destinataires ont changé depuis cette épreuve. Une nouvelle épreuve arrive.',
    tooLate: 'Ce lien a déjà servi, ou une autre version l’a remplacée.',
  },
  es: {
    question: '¿Aprobar la versión {version}?',
    explain:
      'Lo que apruebe es lo que se envía, exactamente a estos destinatarios, menos quienes se den de baja hasta entonces.',
    done: 'Aprobado. Gracias.',
    second: 'Su aprobación ha quedado anotada. Una segunda persona también debe aprobar.',
    again: 'No aprobado: los destinatarios han cambiado desde esa prueba. Llegará una prueba nueva.',
    tooLate: 'Este enlace ya se ha usado, u otra versión ha ocupado su lugar.',
  },
  ar: {
    question: 'هل توافق على الإصدار {version}؟',
    explain: 'ما توافق عليه هو ما سيُرسل، إلى هؤلاء المستلمين تحديداً، ما عدا من يغادر قبل ذلك.',
    done: 'تمت الموافقة. شكراً.',
    second: 'سُجّلت موافقتك. يجب أن يوافق شخص ثانٍ أيضاً.',
    again: 'لم تتم الموافقة: تغيّر المستلمون منذ تلك البروفة. بروفة جديدة في الطريق.',
    tooLate: 'استُخدم هذا الرابط من قبل، أو حلّ محله إصدار آخر.',
  },
  zh: {
    question: '批准第 {version} 版？',
    explain: '批准的内容将原样发送给这些收件人，期间退出者除外。',
    done: '已批准，谢谢。',
    second: '您的批准已记录，还需要第二个人批准。',
    again: '未批准：收件人自该校样后已有变化，新的校样即将发出。',
    tooLate: '此链接已使用，或已有另一版本取代。',
  },
  ru: {
    question: 'Утвердить версию {version}?',
    explain: 'Утверждённое будет отправлено именно этим получателям, кроме тех, кто откажется до отправки.',
    done: 'Утверждено. Спасибо.',
    second: 'Ваше утверждение записано. Должен утвердить и второй человек.',
    again:
      'Не утверждено: состав получателей изменился после этой корректуры. Новая корректура скоро придёт.',
    tooLate: 'Эта ссылка уже использована, или её заменила другая версия.',
  },
  de: {
    question: 'Fassung {version} freigeben?',
    explain:
      'Was Sie freigeben, geht genau so hinaus, an genau diese Empfänger, abzüglich derer, die bis dahin gehen.',
    done: 'Freigegeben. Danke.',
    second: 'Ihre Freigabe ist vermerkt. Eine zweite Person muss ebenfalls freigeben.',
    again: 'Nicht freigegeben: Die Empfänger haben sich seit diesem Abzug geändert. Ein neuer Abzug kommt.',
    tooLate: 'Dieser Link ist verbraucht, oder eine andere Fassung ist an seine Stelle getreten.',
  },
};
