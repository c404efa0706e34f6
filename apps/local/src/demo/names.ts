/** Given and family names of one language, for the demo's guest list. */
export interface NameList {
  locale: string;
  given: readonly string[];
  family: readonly string[];
  /** The family name stands first. */
  familyFirst?: boolean;
  /** Latin spelling for e-mail addresses where the names are written otherwise, in the same order. */
  latin?: { given: readonly string[]; family: readonly string[] };
}

/** Many scripts, accents and apostrophes, because real guest lists have them. */
export const NAME_LISTS: readonly NameList[] = [
  {
    locale: 'en-GB',
    given: ['Ada', 'Oliver', 'Freya', 'Callum', 'Niamh', 'Rhys'],
    family: ["O'Connor", 'Whitfield', 'Pryce-Jones', 'Adeyemi', 'Clarke', 'MacLeod'],
  },
  {
    locale: 'en-GH',
    given: ['Efua', 'Kofi', 'Ama', 'Kwame', 'Abena', 'Yaw'],
    family: ['Mensah', 'Owusu', 'Asante', 'Boateng', 'Osei', 'Agyeman'],
  },
  {
    locale: 'de-DE',
    given: ['Jürgen', 'Annika', 'Sören', 'Käthe', 'Matthias', 'Lieselotte'],
    family: ['Müller', 'Größmann', 'Vogel', 'Schäfer', 'Weiß', 'von Arnim'],
  },
  {
    locale: 'fr-FR',
    given: ['Zoé', 'François', 'Amélie', 'Loïc', 'Hélène', 'Jean-Baptiste'],
    family: ['Lefèvre', "D'Angelo", 'Béranger', 'Moreau', 'Garçon', 'Dubois'],
  },
  {
    locale: 'es-ES',
    given: ['José', 'Lucía', 'Íñigo', 'María José', 'Begoña', 'Raúl'],
    family: ['Núñez', 'García Márquez', 'Peña', 'Ibáñez', 'Castaño', 'Ortiz'],
  },
  {
    locale: 'pl-PL',
    given: ['Łukasz', 'Małgorzata', 'Grzegorz', 'Żaneta', 'Michał', 'Agnieszka'],
    family: ['Żak', 'Wójcik', 'Szczęsny', 'Kowalczyk', 'Dąbrowska', 'Błaszczyk'],
  },
  {
    locale: 'tr-TR',
    given: ['İpek', 'Çağlar', 'Gülşen', 'Ömer', 'Işıl', 'Barış'],
    family: ['Yıldız', 'Öztürk', 'Şahin', 'Çelik', 'Güneş', 'Aydın'],
  },
  {
    locale: 'sv-SE',
    given: ['Åsa', 'Björn', 'Linnéa', 'Göran', 'Märta', 'Elof'],
    family: ['Ångström', 'Sjöberg', 'Lindqvist', 'Bergström', 'Öberg', 'Hallén'],
  },
  {
    locale: 'vi-VN',
    given: ['Minh Anh', 'Đức', 'Hồng', 'Thảo', 'Quang', 'Yến'],
    family: ['Nguyễn', 'Trần', 'Phạm', 'Đặng', 'Lê', 'Vũ'],
    familyFirst: true,
  },
  {
    locale: 'ja-JP',
    given: ['花子', '健太', 'さくら', '翔', '美咲', '大輔'],
    family: ['山田', '佐藤', '鈴木', '高橋', '渡辺', '伊藤'],
    familyFirst: true,
    latin: {
      given: ['hanako', 'kenta', 'sakura', 'sho', 'misaki', 'daisuke'],
      family: ['yamada', 'sato', 'suzuki', 'takahashi', 'watanabe', 'ito'],
    },
  },
  {
    locale: 'ar-EG',
    given: ['ليلى', 'أحمد', 'نور', 'يوسف', 'مريم', 'كريم'],
    family: ['حداد', 'منصور', 'سالم', 'الشريف', 'فارس', 'خليل'],
    latin: {
      given: ['layla', 'ahmed', 'nour', 'youssef', 'mariam', 'karim'],
      family: ['haddad', 'mansour', 'salem', 'elsherif', 'fares', 'khalil'],
    },
  },
  {
    locale: 'el-GR',
    given: ['Ελένη', 'Γιώργος', 'Ζωή', 'Νίκος', 'Σοφία', 'Πέτρος'],
    family: ['Παπαδοπούλου', 'Νικολάου', 'Δημητρίου', 'Καραγιάννη', 'Αλεξίου', 'Μακρής'],
    latin: {
      given: ['eleni', 'giorgos', 'zoi', 'nikos', 'sofia', 'petros'],
      family: ['papadopoulou', 'nikolaou', 'dimitriou', 'karagianni', 'alexiou', 'makris'],
    },
  },
  {
    locale: 'hi-IN',
    given: ['अनन्या', 'रोहन', 'प्रिया', 'अर्जुन', 'मीरा', 'विक्रम'],
    family: ['शर्मा', 'पटेल', 'गुप्ता', 'मेहता', 'राव', 'सिंह'],
    latin: {
      given: ['ananya', 'rohan', 'priya', 'arjun', 'meera', 'vikram'],
      family: ['sharma', 'patel', 'gupta', 'mehta', 'rao', 'singh'],
    },
  },
  {
    locale: 'en-US',
    given: ['Maya', 'DeShawn', 'Grace', 'Wyatt', 'Anaïs', 'Mateo'],
    family: ['Johnson', 'Washington', "O'Brien", 'Kim', 'Begay', 'Rivera'],
  },
];
