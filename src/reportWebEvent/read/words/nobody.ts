/** Words for nobody in one language, divided by commas. Case, accents and punctuation do not matter. */
export interface NobodyWords {
  /** Stand for a missing value in any field of a person: names, places and identifiers. */
  any: string
  /** Stand for anyone, or ask for a name: left out of names and of a person's identifiers. */
  person: string
  /** Name nobody only beside a word for a person, as in `LINE User`. */
  beside: string
  /** Ask for a place, or state that there is none: left out of cities and states. */
  place: string
}

/**
 * Words that shops and people write for nobody, by language. Missing on purpose, because they are names: Na, No, An,
 * Trong, Ad, Nada, Nadie, Bar, Rien, Bos, Elija, 空, 미정, ריק, Anamika; and the places Nowhere, Leer, Ohne, Kota, Bandar, Paese and المدينة.
 */
export const NOBODY: Readonly<Record<string, NobodyWords>> = {
  en: {
    any: `null, undefined, nan, object object, invalid date, n/a, none, nil, unknown, unspecified, no data, no value, no info, no information, not provided, not available,
      not applicable, not given, not known, not specified, not entered, not stated, not disclosed, not supplied,
      not found, not logged in, not registered, not set, missing, empty, blank, redacted, hidden, removed, filtered,
      masked, deleted, withheld, anonymized, anonymised, to be determined, tbd, tba, select, select one, please select,
      select an option, choose, choose one, please choose, choose an option, prefer not to say, true, false`,
    person: `guest, visitor, customer, client, user, buyer, shopper, purchaser, member, subscriber, consumer, anonymous,
      anonym, nobody, no one, somebody, someone, unnamed, guest user, guest checkout, anonymous user, unknown user, test user, no user, user id, userid,
      customer id, cash sale, counter sale, donor, blah, blah blah, bla bla, untitled, noname, no name, name, first name, last name,
      surname, full name, your name, firstname, lastname, fullname, test, tester, testing, tests, demo, dummy, fake,
      sample, foo bar, lorem ipsum, general public, walk-in, walkin, unregistered, logged out, undisclosed recipient, account`,
    beside: `new, default, general, public, final, end, first, last, time, valued, dear, registered, returning, private,
      temporary, temp, online, web, website, app, shop, store, order, checkout, retail, cash, counter, pos, wholesale, unidentified,
      the, a, an, my, our, of, name, walk, in, line, wechat, facebook, instagram, whatsapp, telegram, tiktok, twitter,
      google, apple, shopee, lazada, tokopedia, shopify, woocommerce, kakao, naver, zalo, vk, amazon, ebay`,
    place: `no city, no state, no address, city, town, state, province, region, state/province, address, your city,
      select city, select a city, select state, select a state, select province, select a province, select region,
      anytown, anywhere, online, virtual, test, default, na`
  },
  zh: {
    any: `无, 無, 暂无, 暫無, 没有, 沒有, 未知, 不详, 不詳, 未填, 未填写, 未填寫, 未提供, 未设置, 未設置, 未設定, 未指定, 未选择, 未選擇,
      不明, 空白, 保密, 不公开, 不公開, 无数据, 無資料, 无信息, 请选择, 請選擇, 请输入, 請輸入, 不适用, 不適用, 已删除, 已刪除, 已注销,
      已註銷, 待定, 不知道, 缺失`,
    person: `游客, 遊客, 访客, 訪客, 客人, 顾客, 顧客, 客户, 客戶, 用户, 用戶, 使用者, 会员, 會員, 非会员, 非會員, 匿名, 无名, 無名, 无名氏,
      無名氏, 买家, 買家, 消费者, 消費者, 散客, 路人, 陌生人, 未登录, 未登錄, 未登入, 未注册, 未註冊, 未命名, 测试, 測試, 佚名, 某人, 收件人, 本人, 路人甲, 姓名,
      名字, 先生, 女士, 小姐, 网友, 網友, 亲`,
    beside: `微信, 微博, 支付宝, 支付寶, 淘宝, 淘寶, 抖音, 快手, 京东, 小红书, qq, 新, 普通, 一般, 临时, 臨時, 未知, 注册, 註冊, 默认, 預設,
      手机, 手機, 网站, 網站, 系统, 的`,
    place: '城市, 省份, 地址, 无地址, 無地址, 无城市, 未知城市, 请选择城市, 請選擇城市, 请选择省份, 全国, 全國'
  },
  ja: {
    any: `なし, 無し, ナシ, 不明, 未設定, 未入力, 未登録, 未記入, 未定, 未選択, 該当なし, 指定なし, 特になし, 情報なし, データなし, 記載なし,
      登録なし, 設定なし, 入力なし, 回答なし, 無回答, 未回答, 無記入, 記入なし, 確認中, 調査中, 非公開, 不詳, 空白, 空欄, ー, ーー, 選択, 選択してください, お選びください, 入力してください, 削除済み,
      非表示`,
    person: `ゲスト, お客様, お客さま, 客, 顧客, ユーザー, ユーザ, 利用者, 会員, 非会員, 匿名, 匿名希望, 名無し, 名無しさん, 名なし, 名前なし,
      氏名なし, 訪問者, 来訪者, 購入者, 注文者, 未ログイン, テスト, てすと, テスター, サンプル, ダミー, 氏名, 名前, お名前, 苗字, 姓, 名,
      名無しの権兵衛, 一般客, ビジター, メンバー, 未ログイン, ユーザーID`,
    beside:
      '様, さん, の, 太郎, 花子, 購入, 友だち, お友だち, 一般, 新規, 未登録, 登録, 非, ライン, オンライン, ネット, 退会済み',
    place: '市区町村, 都道府県, 住所, 住所なし, 住所不明'
  },
  ko: {
    any: `없음, 없다, 없습니다, 모름, 미상, 알 수 없음, 알수없음, 미지정, 미설정, 미입력, 미등록, 미기재, 해당 없음, 해당없음, 해당사항 없음, 해당사항없음, 미기입,
      정보 없음, 정보없음, 데이터 없음, 비공개, 선택, 선택하세요, 선택해주세요, 선택 안함, 선택안함, 입력안함, 삭제됨, 공란, 빈칸`,
    person: `손님, 고객, 고객님, 비회원, 회원, 게스트, 방문자, 방문객, 익명, 사용자, 유저, 구매자, 주문자, 소비자, 무명, 이름없음, 이름 없음, 성명, 이름,
      성함, 미로그인, 비로그인, 로그인안함, 테스트, 테스터, 샘플, 아무개, 탈퇴회원, 로그아웃, 미가입`,
    beside: '주문, 구매, 일반, 카카오, 카카오톡, 네이버, 라인, 님, 신규, 임시, 미등록, 웹, 앱, 탈퇴한, 온라인',
    place: '도시, 주소, 주소없음, 주소 없음, 시/도, 시도, 시군구, 시/군/구'
  },
  vi: {
    any: `không, không có, không rõ, không biết, không xác định, không cung cấp, không áp dụng, không có dữ liệu,
      không có thông tin, chưa có, chưa biết, chưa rõ, chưa cung cấp, chưa cập nhật, chưa xác định, chưa đặt, chưa nhập,
      chưa chọn, chưa có thông tin, chưa thiết lập, đã xóa, vui lòng chọn, để trống`,
    person: `khách, khách hàng, khách vãng lai, khách lẻ, khách lạ, khách ghé thăm, khách truy cập, khách tham quan,
      quý khách, người dùng, người mua, người mua hàng, người tiêu dùng, người truy cập, thành viên, ẩn danh, vô danh,
      nặc danh, không tên, không có tên, chưa đặt tên, chưa đăng nhập, chưa đăng ký, họ và tên, họ tên, tên của bạn,
      thử nghiệm, kiểm thử`,
    beside: 'hàng, mới, lẻ, mua, vãng, lai, thân, thiết, danh, ẩn, vô, chưa, đăng, nhập, ký, không, tên, thử',
    place: `thành phố, tỉnh thành, tỉnh/thành phố, quận huyện, quận/huyện, địa chỉ, chưa có địa chỉ, không có địa chỉ,
      chọn tỉnh, chọn tỉnh thành, chọn tỉnh/thành phố, chọn thành phố, chọn quận huyện`
  },
  id: {
    any: `tidak ada, tidak tahu, tidak diketahui, tidak tersedia, tidak diisi, tidak disebutkan, tidak ada data, tidak berlaku,
      tidak diberikan, tidak dicantumkan, tidak, belum ada, belum diisi, belum diatur, belum diketahui, kosong,
      gak ada, ga ada, nggak ada, tdk ada, tak ada, pilih, silakan pilih, silahkan pilih, dihapus, disembunyikan, rahasia`,
    person: `tamu, pengunjung, pelanggan, pembeli, pemesan, pengguna, konsumen, nasabah, anggota, anonim, tanpa nama,
      tidak bernama, nama, nama lengkap, nama depan, nama belakang, nama anda, hamba allah, tes, uji coba, percobaan,
      coba, umum, tidak login, belum login, belum masuk, seseorang`,
    beside: 'umum, baru, setia, tanpa, nama, toko, terdaftar, tidak, belum, dikenal, biasa',
    place: `kabupaten, kecamatan, provinsi, alamat, kota/kabupaten, kabupaten/kota, pilih kota, pilih provinsi,
      pilih kabupaten, tanpa alamat, tidak ada alamat`
  },
  ms: {
    any: `tiada, tiada data, tak diketahui, tiada maklumat, tidak dinyatakan, tidak berkenaan, tidak ditetapkan, belum ditetapkan,
      belum ditentukan, sila pilih, tak tahu, dipadam`,
    person: 'tetamu, pelawat, bukan ahli, tiada nama, nama penuh, ujian, pelanggan runcit, belum log masuk, tanpa nama',
    beside: 'runcit, baharu, berdaftar, tiada',
    place: 'pilih negeri, pilih bandar, tiada alamat, negeri, daerah'
  },
  th: {
    any: `ไม่มี, ไม่มีข้อมูล, ไม่ระบุ, ไม่ทราบ, ไม่ได้ระบุ, ไม่รู้, ไม่พบข้อมูล, ไม่พบ, ยังไม่ระบุ, ยังไม่มี, ไม่เปิดเผย, ไม่แสดง, ว่าง, ว่างเปล่า, ไม่ได้ตั้งค่า,
      ยังไม่ได้ตั้งค่า, กรุณาเลือก, โปรดเลือก, เลือก, ไม่เกี่ยวข้อง, ไม่ประสงค์ระบุ, ลบแล้ว, ไม่ทราบข้อมูล`,
    person: `ผู้เยี่ยมชม, แขก, ลูกค้า, ผู้ใช้, ผู้ใช้งาน, สมาชิก, ผู้ซื้อ, ผู้สั่งซื้อ, ผู้บริโภค, บุคคลทั่วไป, ไม่ระบุชื่อ, ไม่ประสงค์ออกนาม,
      ผู้ไม่ประสงค์ออกนาม, นิรนาม, บุคคลนิรนาม, ไม่มีชื่อ, ชื่อ, นามสกุล, ชื่อนามสกุล, ชื่อ-นามสกุล, ทดสอบ, ทดลอง, เทสต์, เทส, เกสต์,
      ยังไม่ได้เข้าสู่ระบบ, ไม่ได้เข้าสู่ระบบ, ผู้เข้าชม, ผู้มาเยือน`,
    beside: 'ทั่วไป, ใหม่, ไลน์, เฟซบุ๊ก, คุณ, ขาจร, หน้าร้าน, ปลีก, ออนไลน์, ไม่ได้ลงทะเบียน',
    place: 'จังหวัด, อำเภอ, ตำบล, ที่อยู่, เลือกจังหวัด, เลือกอำเภอ, ไม่มีที่อยู่'
  },
  es: {
    any: `ninguno, ninguna, desconocido, desconocida, sin datos, sin dato, sin información, sin especificar, sin definir,
      sin asignar, no especificado, no especificada, no disponible, no aplica, no indicado, no indicada, no informado,
      no informada, no proporcionado, no definido, no registra, no tiene, no tengo, no hay, no sabe, no sé, no consta,
      no corresponde, vacío, en blanco, eliminado, oculto, borrado, por definir, seleccione, selecciona, seleccionar,
      seleccione una opción, elegir`,
    person: `invitado, invitada, visitante, cliente, clienta, clientes, usuario, usuaria, comprador, compradora,
      consumidor, consumidora, consumidor final, cliente final, público general, público en general, público, anónimo, anónima, sin nombre,
      sin apellido, nombre, nombres, apellido, apellidos, nombre y apellido, nombre apellido, tu nombre, prueba,
      pruebas, probando, ejemplo, venta mostrador, mostrador, varios, huésped, fulano, fulano de tal, persona, socio,
      suscriptor, cuantías menores, sin registro, no logueado, no identificado, no registrado, sin registrar`,
    beside: `final, general, en, varios, genérico, ocasional, contado, mostrador, nuevo, nueva, web, tienda, no,
      registrado, registrada, sin, nombre, identificado, frecuente, particular, de, al, del, la, el, minorista, eventual,
      desconocido, venta, ventas`,
    place: `ciudad, estado, provincia, departamento, municipio, localidad, región, dirección, domicilio, código postal,
      sin ciudad, sin dirección, sin domicilio, domicilio conocido, seleccione ciudad, seleccione su ciudad,
      seleccione estado, seleccione provincia, seleccione una provincia, ciudad desconocida`
  },
  pt: {
    any: `nenhum, nenhuma, desconhecido, desconhecida, sem dados, sem informação, não informado, não informada, não tem,
      não tenho, não possui, não há, não disponível, não se aplica, não aplicável, não definido, não especificado,
      não cadastrado, não identificado, não consta, não preenchido, não fornecido, não indicado, não sei, não existe,
      indefinido, indisponível, vazio, em branco, excluído, oculto, removido, ignorado, selecione, selecionar, escolha,
      selecione uma opção, a definir`,
    person: `convidado, convidada, visitante, cliente, usuário, usuária, utilizador, utilizadora, comprador, consumidor,
      consumidora, anônimo, anônima, anónimo, sem nome, sem sobrenome, nome, sobrenome, nome completo, seu nome,
      apelido, teste, testando, exemplo, venda balcão, balcão, fulano, fulano de tal, beltrano, hóspede, pessoa,
      assinante, público geral, público em geral, não logado, deslogado, sem cadastro`,
    beside: `final, balcão, padrão, avulso, avulsa, novo, nova, loja, geral, em, não, identificado, cadastrado, sem,
      cadastro, nome, varejo, diverso, diversos, de, do, da, desconhecido`,
    place: `cidade, estado, bairro, município, endereço, uf, província, distrito, selecione a cidade,
      selecione o estado, selecione cidade, selecione estado, sem endereço, sem cidade`
  },
  fr: {
    any: `aucun, aucune, inconnu, inconnue, non renseigné, non renseignée, non précisé, non précisée, non défini,
      non définie, non communiqué, non spécifié, non fourni, non disponible, non applicable, non indiqué, non connu,
      sans objet, pas de données, pas renseigné, pas disponible, néant, vide, à définir, indéfini, indisponible,
      supprimé, masqué, choisir, choisissez, sélectionner, sélectionnez, veuillez choisir, veuillez sélectionner`,
    person: `invité, invitée, visiteur, visiteuse, client, cliente, clients, utilisateur, utilisatrice, acheteur,
      acheteuse, consommateur, membre, abonné, anonyme, sans nom, sans prénom, nom, prénom, nom prénom, votre nom,
      votre prénom, essai, exemple, particulier, grand public, donateur, non connecté, non inscrit, quidam, monsieur, madame,
      mademoiselle`,
    beside: `final, divers, comptoir, passage, de, web, nouveau, nouvelle, particulier, non, connecté, inscrit, boutique,
      internet, site, magasin, identifié, inconnu`,
    place: `ville, région, département, province, adresse, code postal, sans adresse, choisir une ville,
      choisissez une ville, votre ville`
  },
  de: {
    any: `keine, kein, keine angabe, keine angaben, ohne angabe, unbekannt, nicht angegeben, nicht bekannt,
      nicht verfügbar, nicht vorhanden, nicht gesetzt, nicht definiert, nicht ausgefüllt, nicht zutreffend,
      nicht hinterlegt, nicht festgelegt, nicht eingeloggt, nicht angemeldet, entfällt, fehlt, gelöscht, entfernt,
      ausgeblendet, bitte wählen, bitte auswählen, auswählen, bitte angeben, nichts, keine daten, keine auswahl,
      anonymisiert`,
    person: `gast, gäste, besucher, besucherin, kunde, kundin, kunden, benutzer, benutzerin, nutzer, nutzerin, käufer,
      käuferin, besteller, mitglied, abonnent, verbraucher, anonym, namenlos, ohne namen, ohne name, kein name, name,
      vorname, nachname, mustermann, max mustermann, erika mustermann, musterfrau, probe, beispiel, gastbestellung,
      gastkunde, gastkonto, gastzugang, laufkunde, laufkundschaft, barverkauf, barkunde, endkunde, privatkunde, neukunde,
      niemand, herr, frau, unbekannter kunde`,
    beside: `neuer, neue, unbekannter, unbekannte, anonymer, anonyme, ohne, konto, web, shop, nicht, registrierter,
      registriert, der, die, lieber, liebe, sehr, geehrter, geehrte, verehrter, bestellung`,
    place: `stadt, ort, wohnort, bundesland, adresse, plz, kein ort, ohne ort, ohne adresse, keine adresse, musterstadt,
      musterort, bitte bundesland wählen`
  },
  it: {
    any: `nessuno, nessuna, sconosciuto, sconosciuta, ignoto, non specificato, non specificata, non disponibile,
      non indicato, non fornito, non definito, non inserito, non impostato, non applicabile, non pervenuto,
      non presente, non noto, vuoto, mancante, cancellato, eliminato, nascosto, rimosso, seleziona, selezionare,
      scegli, scegliere, da definire`,
    person: `ospite, visitatore, visitatrice, cliente, clienti, utente, utenti, acquirente, consumatore, privato, membro,
      abbonato, anonimo, anonima, senza nome, nome, cognome, nome cognome, nome e cognome, il tuo nome, prova, prove,
      esempio, tizio, pinco pallino, non registrato, corrispettivi, vendita al banco`,
    beside: `finale, generico, privato, banco, non, registrato, nuovo, nuova, web, di, occasionale, negozio,
      identificato, sconosciuto`,
    place: `città, provincia, regione, comune, indirizzo, stato, nessuna città, seleziona provincia, seleziona città,
      seleziona una provincia`
  },
  nl: {
    any: `geen, onbekend, niet opgegeven, niet ingevuld, niet beschikbaar, niet van toepassing, n.v.t., nvt, niet bekend,
      niet ingesteld, niet vermeld, geen gegevens, geen opgave, leeg, verwijderd, verborgen, maak een keuze,
      kies een optie, selecteer, selecteren, nader te bepalen, ontbreekt`,
    person: `gast, gasten, bezoeker, klant, klanten, gebruiker, koper, consument, lid, abonnee, anoniem, naamloos,
      zonder naam, geen naam, naam, voornaam, achternaam, uw naam, proef, particulier, kasklant, balieklant, passant,
      niet ingelogd, niet geregistreerd`,
    beside: `nieuwe, anonieme, onbekende, losse, vaste, web, niet, geregistreerde, particuliere, contante, de`,
    place: 'stad, plaats, woonplaats, provincie, adres, gemeente, geen adres, kies een provincie, postcode'
  },
  pl: {
    any: `brak, brak danych, brak informacji, nieznany, nieznana, nieznane, nie podano, nie dotyczy, niedostępne,
      niedostępny, nie ustawiono, nie określono, nieokreślony, nie ma, żaden, żadne, puste, pusty, wybierz,
      proszę wybrać, wybierz opcję, usunięto, usunięty, ukryty, nie wybrano, nie wiadomo, do ustalenia`,
    person: `gość, goście, odwiedzający, klient, klientka, klienci, użytkownik, kupujący, nabywca, konsument, członek,
      subskrybent, anonim, anonimowy, anonimowa, bez nazwy, bez nazwiska, bez imienia, imię, nazwisko,
      imię i nazwisko, twoje imię, testowy, testowe, próba, przykład, osoba prywatna, osoba, niezalogowany,
      niezarejestrowany, nikt`,
    beside: `facebooka, detaliczny, indywidualny, jednorazowy, nowy, nowa, sklepu, bez, rejestracji, nieznany, końcowy,
      prywatny`,
    place: `miasto, miejscowość, województwo, adres, brak adresu, brak miasta, wybierz województwo, kod pocztowy, gmina,
      powiat`
  },
  tr: {
    any: `yok, bilinmiyor, bilinmeyen, belirtilmemiş, belirtilmedi, belirsiz, girilmemiş, girilmedi, tanımsız,
      tanımlanmamış, tanımlı değil, mevcut değil, veri yok, bilgi yok, kayıt yok, hiçbiri, geçersiz, uygulanamaz,
      ayarlanmamış, seçiniz, seçin, lütfen seçiniz, lütfen seçin, silindi, silinmiş, bulunamadı`,
    person: `misafir, konuk, ziyaretçi, müşteri, kullanıcı, alıcı, üye, tüketici, abone, anonim, isimsiz, adsız,
      soyad, ad soyad, adı soyadı, isim, isminiz, adınız, deneme, örnek, muhtelif, üye değil, üye olmayan,
      giriş yapılmadı, giriş yapmamış, kullanıcısı, müşterisi, perakende satış, kimse`,
    beside: `yeni, kasa, nihai, perakende, misafir, kayıtsız, kayıtlı, üye, değil, olmayan, web, site, muhtelif, bireysel,
      bilinmeyen`,
    place: `şehir, il, ilçe, il/ilçe, il seçiniz, ilçe seçiniz, şehir seçiniz, adres, adres yok, mahalle, semt`
  },
  ru: {
    any: `нет, нету, нет данных, нет информации, неизвестно, неизвестный, неизвестная, неизвестен, не указано, не указан,
      не указана, не задано, не задан, не заполнено, не определено, не определен, не предоставлено, не известно,
      не применимо, не введено, недоступно, отсутствует, пусто, не выбрано, выберите, выбрать, выберите из списка,
      скрыто, скрыт, удалено, удален, данные отсутствуют, без данных, не установлено`,
    person: `гость, гостья, посетитель, клиент, клиентка, покупатель, заказчик, пользователь, потребитель, участник,
      подписчик, аноним, анонимно, анонимный, безымянный, без имени, имя, фамилия, фио, ваше имя, имя фамилия,
      фамилия имя, тест, тестовый, тестовая, проба, проверка, пример, частное лицо, физлицо, физическое лицо,
      незарегистрированный, неавторизованный, не авторизован, не зарегистрирован, неавторизован, незарегистрирован, никто`,
    beside: `тестов, тестова, розничный, новый, новая, частный, неизвестный, вконтакте, вк, телеграм, сайта, интернет, магазина, конечный,
      без, имени, удаленный, розница`,
    place: `город, область, регион, адрес, район, населенный пункт, нет адреса, без адреса, выберите город,
      выберите регион, край, индекс, улица`
  },
  uk: {
    any: `немає, нема, невідомо, невідомий, невідома, не вказано, не вказаний, не зазначено, не задано, не заповнено,
      не визначено, не надано, відсутній, відсутня, відсутнє, немає даних, немає інформації, порожньо, недоступно,
      не обрано, оберіть, виберіть, обрати, видалено, приховано, не застосовується`,
    person: `гість, гостя, відвідувач, клієнт, клієнтка, покупець, замовник, користувач, споживач, учасник, підписник,
      анонім, анонімно, анонімний, безіменний, без імені, ім'я, прізвище, ім'я та прізвище, піб, ваше ім'я, тестовий,
      приклад, перевірка, фізична особа, фізособа, приватна особа, незареєстрований, неавторизований,
      не авторизований, ніхто`,
    beside: 'роздрібний, новий, невідомий, кінцевий, без, імені, приватний, сайту',
    place: `місто, адреса, населений пункт, оберіть місто, виберіть місто, немає адреси, без адреси, село, вулиця`
  },
  ar: {
    any: `لا يوجد, لا توجد, لايوجد, غير معروف, غير معروفة, غير محدد, غير محددة, غير متوفر, غير متاح, غير مذكور,
      غير مسجل, غير معلوم, غير موجود, مجهول, بدون, بلا, لا شيء, لا ينطبق, فارغ, لا يوجد بيانات, لا توجد بيانات,
      يرجى الاختيار, الرجاء الاختيار, محذوف, مخفي, لم يحدد, لم يتم التحديد, بيانات تجريبية`,
    person: `ضيف, الضيف, زائر, زائرة, الزائر, عميل, العميل, عميلة, زبون, الزبون, مستخدم, المستخدم, مشتري, المشتري, عضو,
      مشترك, مستهلك, مجهول الهوية, مجهول الاسم, بدون اسم, بلا اسم, لا اسم, الاسم, اسم, الاسم الأول, الاسم الأخير,
      اسم العائلة, الاسم الكامل, تجربة, اختبار, تجريبي, تيست, تست, غير مسجل الدخول, فاعل خير, شخص, لا أحد, مثال`,
    beside: 'فيسبوك, جوجل, نقدي, عام, جديد, مجهول, غير, مسجل, معروف, عزيزي, العزيز',
    place: 'المحافظة, المنطقة, العنوان, الدولة, الحي, اختر المدينة, بدون عنوان, لا يوجد عنوان'
  },
  he: {
    any: `אין, אין מידע, אין נתונים, לא ידוע, לא צוין, לא הוגדר, לא זמין, לא רלוונטי, לא נמסר, לא סופק, לא הוזן, לא קיים,
      ללא, חסר, בחר, בחרו, נא לבחור, נמחק, מוסתר, חסוי`,
    person: `אורח, אורחת, אורחים, מבקר, לקוח, לקוחה, הלקוח, לקוחות, משתמש, משתמשת, קונה, רוכש, צרכן, מנוי, אנונימי, אנונימית,
      אלמוני, פלוני, ללא שם, בלי שם, אין שם, שם, שם פרטי, שם משפחה, שם מלא, בדיקה, טסט, ניסיון, דוגמה, לא מחובר, לא רשום,
      אף אחד, ישראל ישראלי, ישראלה ישראלי`,
    beside: 'פייסבוק, גוגל, מזדמן, פרטי, כללי, חדש, לא, רשום, מזומן, ללא',
    place: 'עיר, כתובת, ישוב, יישוב, בחר עיר, ללא כתובת, אין כתובת, רחוב, מחוז'
  },
  hi: {
    any: `नहीं, कोई नहीं, नहीं है, अज्ञात, उपलब्ध नहीं, उपलब्ध नहीं है, लागू नहीं, निर्दिष्ट नहीं, दर्ज नहीं, सेट नहीं, ज्ञात नहीं, पता नहीं,
      मालूम नहीं, कोई जानकारी नहीं, कोई डेटा नहीं, खाली, रिक्त, चुनें, कृपया चुनें, हटाया गया, nahi, nahi hai, koi nahi, pata nahi`,
    person: `अतिथि, मेहमान, आगंतुक, ग्राहक, उपयोगकर्ता, यूजर, यूज़र, खरीदार, सदस्य, उपभोक्ता, अनाम, बेनाम, गुमनाम, नाम, पहला नाम,
      अंतिम नाम, उपनाम, आपका नाम, पूरा नाम, परीक्षण, टेस्ट, नमूना, गेस्ट, कस्टमर, विज़िटर, grahak`,
    beside: 'नया, अज्ञात, सामान्य, जी, प्रिय, अपंजीकृत',
    place: 'शहर, राज्य, जिला, पता, शहर चुनें, राज्य चुनें, कोई पता नहीं, पिन कोड'
  },
  tl: {
    any: `wala, walang, wala pa, wala po, hindi alam, hindi tinukoy, hindi natukoy, hindi nakatakda, hindi ibinigay,
      hindi available, hindi naaangkop, walang data, walang impormasyon, walang laman, blangko, pumili, tinanggal`,
    person: `bisita, panauhin, kustomer, kostumer, mamimili, parokyano, gumagamit, miyembro, kasapi, hindi nagpakilala,
      anonimo, walang pangalan, pangalan, buong pangalan, apelyido, pagsubok, halimbawa, hindi naka-login,
      hindi rehistrado`,
    beside: 'bagong, bago, hindi, kilalang, di, rehistradong',
    place: 'lungsod, lalawigan, probinsya, tirahan, walang tirahan, walang address, pumili ng lungsod'
  }
}

/** Words above that are also names: they stay beside another name, in title case. */
export const ALSO_NAMES = {
  first: 'nil, अतिथि',
  last: `guest, gast, kunde, herr, käufer, koper, konuk, alıcı, örnek, niemand, adsız, sample, blank, true, khong, wala, beltrano,
    ضيف`
}
