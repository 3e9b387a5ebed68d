import { email, heading, link, list, paragraph, quote, strong, type Written } from '../written.ts';

export const pt: Written = {
  title: 'Vietnã e Nações Unidas abrem centro regional para formar mulheres da manutenção da paz',
  subtitle: 'A partir de setembro, duzentas oficiais de onze países por ano se prepararão em Ha Noi.',
  place: 'Ha Noi, Vietnã',
  body: [
    paragraph(
      'O Governo do Vietnã e as Nações Unidas inauguraram hoje um centro de formação para mulheres policiais e militares que servirão em operações de paz. O centro, o primeiro do gênero no Sudeste Asiático, recebe as suas primeiras ',
      strong('48 oficiais'),
      ' em 1º de setembro.',
    ),
    paragraph(
      'Menos de uma em cada dez pessoas uniformizadas em missão é mulher. Os cursos abrangem a proteção de civis, a disciplina de rádio, os primeiros socorros sob fogo e os idiomas das comunidades anfitriãs.',
    ),
    quote(
      '“Uma patrulha com mulheres ouve o que uma patrulha sem elas nunca ouvirá. É neste centro que essa patrulha começa.”',
      'Tran Minh Anh, diretora do centro',
    ),
    heading('O que o centro oferece'),
    list(
      'Cursos de seis e doze semanas, em inglês e francês',
      'Um hospital de campanha e uma pista de travessia de rios compartilhada com a companhia de engenharia',
      'Creche no local, paga pelos governos parceiros',
    ),
    paragraph(
      'As inscrições abrem em 15 de julho. As condições estão na ',
      link('página do centro', 'https://peace.example.org/pt/centro'),
      '; as perguntas devem ser dirigidas a ',
      link(email, `mailto:${email}`),
      '.',
    ),
  ],
  caption: 'Oficiais do primeiro curso treinam uma patrulha noturna nos arredores de Ha Noi.',
  alt: 'Quatro mulheres de capacete azul caminham à noite com lanternas ao longo de um arrozal.',
  credit: 'ONU / Le Thu Ha',
  organisation: 'Escritório da Coordenadora Residente das Nações Unidas',
  names: ['Pham Thi Lan', 'Inês Conceição'],
  about:
    'As Nações Unidas no Vietnã reúnem dezoito organismos que trabalham com o Governo pela paz, pela saúde, pelo clima e pelo trabalho decente.',
  notes:
    'Os números sobre o pessoal uniformizado são de 30 de abril de 2025. Vídeo com qualidade de emissão a pedido.',
  attachment: 'O centro em números',
  correction: {
    note: 'O primeiro curso tem 48 oficiais, não 84.',
    before: 'primeiras 84 oficiais',
    after: 'primeiras 48 oficiais',
  },
  reason: 'A inauguração foi adiada; os números não estavam aprovados.',
};
