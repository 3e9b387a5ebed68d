import type { ListWords } from './list-words.ts';

export const es: ListWords = {
  columns: {
    email:
      'Correo electrónico | Correo | Dirección de correo electrónico | Dirección de correo | Dirección de email | Dirección electrónica',
    outletEmail: 'Correo de la redacción | Correo del medio',
    name: 'Nombre completo | Nombre y apellidos | Nombre y apellido | Periodista',
    firstName: 'Nombre | Nombres | Primer nombre',
    middleName: 'Segundo nombre',
    lastName: 'Apellido | Apellidos',
    outlet: 'Medio | Medio de comunicación | Nombre del medio | Publicación | Empresa | Organización',
    outletKind: 'Tipo de medio',
    role: 'Cargo | Puesto | Función',
    phone: 'Teléfono | Número de teléfono | Teléfono móvil | Móvil | Celular',
    beats: 'Temas | Tema | Sección | Áreas | Área | Especialidad',
    regions: 'País | Países | Regiones',
    languages: 'Idioma | Idiomas | Lengua | Lenguas | Idioma preferido',
    zone: 'Zona horaria | Huso horario',
    tier: 'Prioridad',
    notes: 'Notas | Nota | Comentarios | Observaciones',
    status: 'Estado | Estado de suscripción',
    optedOut: 'Dado de baja | Baja | Desuscrito | Suscripción cancelada | No contactar',
    unsubscribedAt: 'Fecha de baja',
    consentAt: 'Fecha de consentimiento',
    consentSource: 'Consentimiento',
  },
  lists: 'Lista | Listas',
  statuses: {
    complained: ['queja'],
    bounced: ['rebot'],
    suppressed: ['no contactar'],
    unsubscribed: ['baja', 'desuscri', 'cancelad'],
    welcome: ['^activ', '^suscri', '^alta'],
  },
  no: 'falso',
  forbids: ['no contactar'],
};
