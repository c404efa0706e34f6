/**
 * The most common passwords of at least eight characters, as lists of leaked ones agree on them; lower case.
 * Anything shorter is refused by its length already.
 */
export const commonPasswords: ReadonlySet<string> = new Set(
  `password password1 password12 password123 password1234 passw0rd p@ssword p@ssw0rd p@ssw0rd1 p@55w0rd passwort passwort1
12345678 123456789 1234567890 12345678910 123456789a 1234567891 0123456789 0987654321 987654321 87654321 11111111 111111111
1111111111 00000000 000000000 22222222 33333333 44444444 55555555 66666666 77777777 88888888 99999999 12341234 12344321
11223344 1122334455 12121212 13131313 123123123 123321123 147258369 159357456 147852369 741852963 789456123 963852741
1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y q1w2e3r4 q1w2e3r4t5 1qaz2wsx 1qaz2wsx3edc qazwsxedc qazwsx123 zaq12wsx zaq1zaq1 1qazxsw2
qwertyui qwertyuiop qwerty12 qwerty123 qwerty1234 qwerty12345 qwerty123456 qwertz123 asdfghjk asdfghjkl asdfasdf asdf1234
zxcvbnm1 zxcvbnm123 abcd1234 abcdefgh abcdefghi abc12345 abc123456 abcabcabc a1b2c3d4 a1234567 a12345678 a123456789 aa123456
aaaaaaaa aa12345678 iloveyou iloveyou1 iloveyou2 iloveyou123 ilovegod loveyou123 princess princess1 sunshine sunshine1
football football1 football123 baseball baseball1 basketball superman superman1 batman123 spiderman pokemon1 pokemon123
starwars starwars1 whatever whatever1 trustno1 welcome1 welcome12 welcome123 welcome1234 letmein1 letmein123 changeme
changeme1 changeme123 changeit default1 administrator admin123 admin1234 admin12345 admin123456 adminadmin root1234 rootroot
test1234 test12345 testtest test123456 testing1 testing123 tester123 demo1234 demodemo guest123 guestguest user1234 useruser
login123 secret123 secret12 master12 master123 dragon12 dragon123 monkey12 monkey123 shadow12 shadow123 michael1 michelle
jennifer jessica1 jordan23 charlie1 ashley12 samantha victoria elizabeth alexander christian benjamin nicholas jonathan
computer computer1 internet internet1 samsung1 samsung123 google123 facebook facebook1 linkedin minecraft minecraft1
liverpool liverpool1 arsenal1 chelsea1 barcelona realmadrid juventus hello123 hello1234 hellohello helloworld goodluck
blink182 slipknot metallica corvette mercedes ferrari1 yamaha123 chocolate butterfly strawberry cheesecake summer2020 summer2021
summer2022 summer2023 summer2024 summer2025 summer2026 summer123 winter2020 winter2021 winter2022 winter2023 winter2024
winter2025 winter2026 winter123 spring2024 spring2025 spring2026 autumn2024 autumn2025 autumn2026 january1 december1
pa55word pa55word1 pass1234 pass12345 pass123456 passpass passw0rd1 passw0rd123 mypassword mypassword1 mypassword123
correcthorsebatterystaple nopassword newpassword oldpassword temporary temp1234 temp12345 access14 letmein12 zxcvbnm, beckon123`
    .split(/\s+/)
    .filter(Boolean),
);
