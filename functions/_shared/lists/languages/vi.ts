import type { ListWords } from './list-words.ts';

export const vi: ListWords = {
  columns: {
    email:
      'Địa chỉ e-mail | Địa chỉ thư điện tử | Thư điện tử | E-mail liên hệ | Email liên hệ | Địa chỉ email | Hòm thư',
    outletEmail: 'Email tòa soạn | Email cơ quan',
    name: 'Họ tên | Họ và tên | Tên đầy đủ | Tên nhà báo | Nhà báo | Phóng viên | Người liên hệ',
    firstName: 'Tên',
    middleName: 'Tên đệm',
    lastName: 'Họ | Họ và tên đệm | Họ đệm',
    outlet: 'Cơ quan | Cơ quan báo chí | Cơ quan công tác | Tòa soạn | Báo | Tên báo | Đơn vị',
    outletKind: 'Loại hình | Loại hình báo chí | Loại báo',
    role: 'Chức vụ | Chức danh | Vị trí | Nghề nghiệp',
    phone: 'Điện thoại | Số điện thoại | SĐT | ĐT | Điện thoại di động | Di động | Số di động',
    beats: 'Lĩnh vực | Chủ đề | Mảng | Chuyên mục | Lĩnh vực phụ trách | Mảng phụ trách',
    regions: 'Khu vực | Vùng | Quốc gia | Nước | Địa bàn',
    languages: 'Ngôn ngữ | Tiếng',
    zone: 'Múi giờ',
    tier: 'Hạng | Ưu tiên | Mức ưu tiên',
    notes: 'Ghi chú | Chú thích',
    status: 'Trạng thái | Tình trạng',
    optedOut: 'Không liên hệ | Đã hủy đăng ký | Hủy đăng ký',
    unsubscribedAt: 'Ngày hủy đăng ký',
    consentAt: 'Ngày đồng ý',
    consentSource: 'Nguồn đồng ý',
  },
  lists: 'Danh sách',
  familyFirst: 'Họ | Họ đệm | Họ và tên đệm',
  statuses: {
    complained: ['khieu nai'],
    suppressed: ['khong lien he'],
    unsubscribed: ['huy'],
    welcome: ['^hoat dong', '^da dang ky', '^dang ky'],
  },
  no: 'không | chưa',
  forbids: ['khong'],
};
