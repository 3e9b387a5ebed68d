import { email, heading, link, list, paragraph, quote, strong, type Written } from '../written.ts';

export const vi: Written = {
  title: 'Việt Nam và Liên Hợp Quốc khai trương trung tâm khu vực đào tạo nữ sĩ quan gìn giữ hòa bình',
  subtitle:
    'Từ tháng 9, mỗi năm hai trăm sĩ quan của mười một quốc gia sẽ được huấn luyện tại Hà Nội trước khi lên đường làm nhiệm vụ.',
  place: 'Hà Nội, Việt Nam',
  body: [
    paragraph(
      'Hôm nay, Chính phủ Việt Nam và Liên Hợp Quốc khai trương trung tâm huấn luyện dành cho nữ sĩ quan cảnh sát và quân đội tham gia hoạt động gìn giữ hòa bình. Đây là trung tâm đầu tiên thuộc loại này ở Đông Nam Á và sẽ đón ',
      strong('48 học viên'),
      ' khóa đầu vào ngày 1 tháng 9.',
    ),
    paragraph(
      'Hiện nay chưa đến một phần mười lực lượng gìn giữ hòa bình mặc quân phục trên thực địa là phụ nữ. Các khóa học gồm bảo vệ thường dân, kỷ luật vô tuyến, sơ cứu trong giao tranh và ngôn ngữ của cộng đồng sở tại.',
    ),
    quote(
      '“Một đội tuần tra có phụ nữ sẽ nghe được những điều mà đội không có phụ nữ không bao giờ nghe thấy. Đội tuần tra ấy bắt đầu từ trung tâm này.”',
      'Trần Minh Anh, Giám đốc trung tâm',
    ),
    heading('Trung tâm có những gì'),
    list(
      'Các khóa sáu tuần và mười hai tuần bằng tiếng Anh và tiếng Pháp',
      'Bệnh viện dã chiến và thao trường vượt sông dùng chung với đội công binh',
      'Nhà trẻ trong khuôn viên do các chính phủ đối tác tài trợ',
    ),
    paragraph(
      'Hồ sơ được nhận từ ngày 15 tháng 7. Điều kiện có trên ',
      link('trang của trung tâm', 'https://peace.example.org/vi/trung-tam'),
      '; mọi câu hỏi xin gửi về ',
      link(email, `mailto:${email}`),
      '.',
    ),
  ],
  caption: 'Học viên khóa đầu tập tuần tra ban đêm ở ngoại thành Hà Nội.',
  alt: 'Bốn phụ nữ đội mũ xanh cầm đèn pin đi dọc cánh đồng lúa trong đêm.',
  credit: 'LHQ / Lê Thu Hà',
  organisation: 'Văn phòng Điều phối viên Thường trú Liên Hợp Quốc',
  names: ['Phạm Thị Lan', 'Nguyễn Đức Thịnh'],
  about:
    'Liên Hợp Quốc tại Việt Nam gồm mười tám tổ chức cùng Chính phủ làm việc vì hòa bình, y tế, khí hậu và việc làm bền vững.',
  notes:
    'Số liệu về lực lượng mặc quân phục tính đến ngày 30 tháng 4 năm 2025. Video chất lượng phát sóng được cung cấp khi có yêu cầu.',
  attachment: 'Số liệu về trung tâm',
  correction: {
    note: 'Khóa đầu có 48 học viên, không phải 84.',
    before: 'đón 84 học viên',
    after: 'đón 48 học viên',
  },
  reason: 'Lễ khai trương bị hoãn; số liệu chưa được phê duyệt.',
};
