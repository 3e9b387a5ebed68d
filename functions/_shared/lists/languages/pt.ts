import type { ListWords } from './list-words.ts';

export const pt: ListWords = {
  columns: {
    email:
      'E-mail | Correio eletrônico | Correio eletrónico | Endereço de e-mail | Endereço eletrônico | Endereço de correio eletrônico',
    outletEmail: 'E-mail da redação | E-mail do veículo',
    name: 'Nome completo | Nome e sobrenome | Nome e apelido | Jornalista | Nome do jornalista | Contato | Contacto',
    firstName: 'Nome | Primeiro nome | Nome próprio',
    middleName: 'Nome do meio | Segundo nome',
    lastName: 'Sobrenome | Sobrenomes | Último nome | Nome de família',
    outlet:
      'Veículo | Veículos | Veículo de comunicação | Nome do veículo | Meio de comunicação | Órgão de comunicação | Redação | Jornal | Empresa | Organização',
    outletKind: 'Tipo de veículo | Tipo de mídia | Tipo de meio',
    role: 'Cargo | Função | Posição',
    phone: 'Telefone | Número de telefone | Telemóvel | Celular | Telefone celular',
    beats: 'Temas | Tema | Assuntos | Assunto | Editoria | Editorias | Área | Áreas | Especialidade',
    regions: 'País | Países | Região | Regiões',
    languages: 'Idioma | Idiomas | Língua | Línguas | Idioma preferido',
    zone: 'Fuso horário',
    tier: 'Prioridade',
    notes: 'Notas | Nota | Observações | Observação | Comentários | Comentário',
    status: 'Estado | Situação | Status da inscrição',
    optedOut: 'Não contatar | Não contactar | Não enviar | Descadastrado | Inscrição cancelada | Cancelado',
    unsubscribedAt: 'Data de cancelamento | Cancelado em',
    consentAt: 'Data de consentimento | Consentimento em',
    consentSource: 'Consentimento | Origem do consentimento',
  },
  lists: 'Lista de contatos | Listas de contatos',
  statuses: {
    complained: ['queixa', 'reclamac'],
    bounced: ['devolvid', 'rejeitad'],
    suppressed: ['nao contatar', 'nao contactar', 'nao enviar', 'bloquead'],
    unsubscribed: ['descadastr', 'nao inscri', 'removid'],
    welcome: ['^ativ', '^assinante', '^confirmad', '^cadastrad'],
  },
  no: 'não | nunca',
  forbids: ['nao contatar', 'nao contactar', 'nao enviar'],
};
